import { expect, test } from "vitest";
import { hostPlace, placeOf } from "./place.ts";
import { nspawnArgv } from "./host.ts";
import { readMachine } from "./machine.ts";

test("two checkouts share the cache and nothing else", () => {
  const [one, two] = ["/srv/one", "/srv/two"].map((checkout) => placeOf(checkout, undefined));
  if (!one || !two) throw new Error("unreachable");
  const shared = Object.entries(one).filter(([key, value]) => two[key as keyof typeof two] === value);
  expect(shared).toEqual([["cache", "/var/cache/oml-lab"]]);
  expect(placeOf("/srv/one", "/big/disk").cache).toBe("/big/disk");
  expect(hostPlace(one, "demo-app").machineId).not.toBe(hostPlace(two, "demo-app").machineId);
});

test("two labs of one checkout share it and the cache, and nothing else", () => {
  const [own, other] = ["", "b"].map((name) => placeOf("/srv/one", undefined, name));
  if (!own || !other) throw new Error("unreachable");
  const shared = Object.entries(own).filter(([key, value]) => other[key as keyof typeof other] === value);
  expect(Object.fromEntries(shared)).toEqual({ checkout: "/srv/one", cache: "/var/cache/oml-lab" });
  expect(hostPlace(own, "cloud").machineId).not.toBe(hostPlace(other, "cloud").machineId);
});

test("a host is never granted the machine's clock", () => {
  const argv = nspawnArgv(placeOf("/srv/one", undefined), readMachine(), "demo-app", {
    base: "/base",
    binds: [{ from: "/cache/mc", to: "/opt/mc" }],
    files: [],
  });
  expect(argv).toContain("--drop-capability=CAP_SYS_TIME");
  expect(argv.filter((word) => word.startsWith("--capability"))).toEqual([]);
  expect(argv).toContain("--bind-ro=/cache/mc:/opt/mc");
});
