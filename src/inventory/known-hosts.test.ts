import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkKnownHosts } from "./known-hosts.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILmPofK0IFs12xqSOPV9VsfpKw6NX29f+SVK3cStTz/+";
const HOST = { address: "pbx.example", port: 22, user: "root" };

function check(text: string, host = HOST): number {
  return checkKnownHosts({ path: "known_hosts", text }, "known_hosts", [host]).filter(
    ({ code }) => code === "OML0501",
  ).length;
}

test.each([
  `pbx.example ${KEY}`,
  `a.example,PBX.example ${KEY}`,
  `*.example ${KEY}`,
  `# x\n\n[pbx.example]:22,pbx.example ${KEY}`,
])("%j names the host", (text) => expect(check(text)).toBe(0));

test.each([
  "",
  `# pbx.example ${KEY}`,
  `@revoked pbx.example ${KEY}`,
  `pbx.example`,
  `pbx.example.org ${KEY}`,
  `*.example,!pbx.example ${KEY}`,
  `[pbx.example]:2222 ${KEY}`,
])("%j does not", (text) => expect(check(text)).toBe(1));

test.each([
  [`@cert-authority pbx.example ${KEY}`, []],
  [`@something pbx.example ${KEY}`, ["OML0502"]],
  ["pbx.example ssh-ed25519 AAAA", ["OML0502"]],
  ["pbx.example ssh-ed25519 !!!", ["OML0502"]],
  [`pbx.example ${KEY.slice(0, -4)}`, ["OML0502"]],
  [`pbx.example ${KEY.slice(0, -20)}`, ["OML0502"]],
  [`pbx.example ${KEY.replace("ssh-ed25519", "ssh-rsa")}`, ["OML0502"]],
  [`pbx.example,* ${KEY}`, ["OML0503"]],
  ["@", ["OML0501", "OML0502"]],
])("%j is judged line by line", (text, codes) => {
  const problems = checkKnownHosts({ path: "known_hosts", text }, "known_hosts", [HOST]);
  expect(problems.map(({ code }) => code)).toEqual(codes);
});

test.each([
  [`a.example ${KEY}\nb.example ${KEY}`, 1],
  [`a.example,b.example ${KEY}`, 1],
  [`*.example ${KEY}`, 0],
  [`@cert-authority a.example ${KEY}\n@cert-authority b.example ${KEY}`, 0],
])("%j gives %i of the two hosts the other's key", (text, expected) => {
  const hosts = ["a.example", "b.example"].map((address) => ({ ...HOST, address }));
  const problems = checkKnownHosts({ path: "known_hosts", text }, "known_hosts", hosts);
  expect(problems.filter(({ code }) => code === "OML0504")).toHaveLength(expected);
});

test("another port is another name", () => {
  expect(check(`[pbx.example]:2222 ${KEY}`, { ...HOST, port: 2222 })).toBe(0);
  expect(check(`pbx.example ${KEY}`, { ...HOST, port: 2222 })).toBe(1);
});

test("names hashed by ssh-keygen are read", () => {
  const folder = mkdtempSync(join(tmpdir(), "oml-known-"));
  const file = join(folder, "known_hosts");
  writeFileSync(file, `pbx.example ${KEY}\n[pbx.example]:2222 ${KEY}\n`);
  execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
  const hashed = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true });
  expect(hashed).not.toContain("pbx");
  expect(check(hashed)).toBe(0);
  expect(check(hashed, { ...HOST, port: 2222 })).toBe(0);
  expect(check(hashed, { ...HOST, address: "other.example" })).toBe(1);
});
