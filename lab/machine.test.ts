import { expect, test } from "vitest";
import { cgroupMount, grants, hardLimit, refusal, systemName } from "./machine.ts";

const here = { root: true, system: "debian 12", cpu: "x64" };

test("runs on the three systems, as root, on x86-64, and says in one sentence where not", () => {
  for (const system of ["debian 12", "debian 13", "ubuntu 24.04"])
    expect(refusal({ ...here, system })).toBeUndefined();
  expect(refusal({ ...here, root: false })).toContain("root");
  expect(refusal({ ...here, cpu: "arm64" })).toContain("arm64");
  expect(refusal({ ...here, system: "fedora 42" })).toContain("'fedora 42'");
});

test("reads os-release with and without quotes", () => {
  expect(systemName('PRETTY_NAME="x"\nVERSION_ID="12"\nID=debian\n')).toBe("debian 12");
  expect(systemName('ID="ubuntu"\nVERSION_ID=24.04\nID_LIKE=debian\n')).toBe("ubuntu 24.04");
  expect(systemName("")).toBe("unknown unknown");
});

test("reads hard limits, not soft ones", () => {
  const limits = [
    "Limit                     Soft Limit           Hard Limit           Units     ",
    "Max open files            1024                 20000                files     ",
    "Max locked memory         8388608              unlimited            bytes     ",
  ].join("\n");
  expect(hardLimit(limits, "Max open files")).toBe("20000");
  expect(hardLimit(limits, "Max locked memory")).toBe("unlimited");
  expect(hardLimit(limits, "Max processes")).toBe("unlimited");
});

test("reads a capability out of the effective set", () => {
  const status = "Name:\tcat\nCapPrm:\t000001ffffffffff\nCapEff:\t000001fffeffffff\n";
  expect(grants(status, 24)).toBe(false);
  expect(grants(status, 25)).toBe(true);
  expect(grants("", 0)).toBe(false);
});

test("finds the cgroup hierarchies of hybrid and unified machines", () => {
  const hybrid = [
    "tmpfs /sys/fs/cgroup tmpfs rw 0 0",
    "cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0",
    "cgroup /sys/fs/cgroup/systemd cgroup rw,relatime,name=systemd 0 0",
    "cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0",
  ].join("\n");
  expect(cgroupMount(hybrid, "systemd")).toBe("/sys/fs/cgroup/systemd");
  expect(cgroupMount(hybrid, "v2")).toBe("/sys/fs/cgroup/unified");
  const unified = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0";
  expect(cgroupMount(unified, "systemd")).toBeUndefined();
  expect(cgroupMount(unified, "v2")).toBe("/sys/fs/cgroup");
});
