import { expect, test } from "vitest";
import { isAddress, isDnsName, isIpv4, isLoopback, isPublicIpv4 } from "./address.ts";

test.each(["10.0.0.1", "255.255.255.255", "0.0.0.0", "192.168.100.9"])("%s is an IPv4", (value) => {
  expect(isIpv4(value)).toBe(true);
});

test.each(["999.1.1.1", "10.0.0", "10.0.0.0.1", "10.0.0.01", "a.b.c.d", "", "10.0.0.256", " 10.0.0.1"])(
  "%j is no IPv4",
  (value) => expect(isIpv4(value)).toBe(false),
);

test.each(["db.example.com", "localhost", "a-1.b", "10.1.2.3"])("%s is an address", (value) => {
  expect(isAddress(value)).toBe(true);
});

test.each([
  "-a.example",
  "a..b",
  "a b",
  "999.1.1.1",
  "http://a",
  "a_b",
  "0x7f000001",
  "a.0x1",
  `${"a".repeat(64)}.example`,
])("%j is no address", (value) => expect(isAddress(value)).toBe(false));

test.each([
  ["localhost", true],
  ["LocalHost", true],
  ["pbx.localhost", true],
  ["localhost.localdomain", true],
  ["127.1.2.3", true],
  ["0.0.0.0", true],
  ["localhost.example", false],
  ["10.127.0.1", false],
])("%s names the machine that reads it: %s", (value, expected) => expect(isLoopback(value)).toBe(expected));

test("a DNS name has a dot", () => {
  expect(isDnsName("pbx")).toBe(false);
  expect(isDnsName("pbx.example")).toBe(true);
});

test.each([
  ["190.19.111.23", true],
  ["8.8.8.8", true],
  ["172.32.0.1", true],
  ["10.1.2.3", false],
  ["172.31.255.1", false],
  ["192.168.0.1", false],
  ["100.64.1.1", false],
  ["192.0.2.11", false],
  ["127.0.0.1", false],
  ["224.0.0.1", false],
  ["pbx.example", false],
])("%s is public: %s", (value, isPublic) => expect(isPublicIpv4(value)).toBe(isPublic));
