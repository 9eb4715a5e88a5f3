import { expect, test } from "vitest";
import { addressOf, findHost, HOSTS } from "./addresses.ts";
import { containersConf, hostFiles, hostsFile, registriesConf } from "./host-files.ts";
import type { Machine } from "./machine.ts";

const machine: Machine = {
  root: true,
  system: "debian 12",
  cpu: "x64",
  systemd: true,
  cgroup2: "/sys/fs/cgroup",
  cgroup1: undefined,
  hybrid: false,
  controllers: ["cpu", "io", "memory", "pids"],
  raisesLimits: true,
  limits: { nofile: "20000", nproc: "unlimited", memlock: "8388608" },
};
const keys = { machineId: "0123", hostKey: "private", hostKeyPublic: "public", authorized: "lab", ca: "ca" };

test("a machine without limits gets none in containers.conf", () => {
  expect(containersConf(machine)).toBe('[containers]\n\n[engine]\nruntime = "runc"\n');
});

test("a machine that cannot raise limits hands on its own, and no pids limit without the controller", () => {
  const conf = containersConf({ ...machine, controllers: ["cpu"], raisesLimits: false });
  expect(conf).toContain("pids_limit = 0\n");
  expect(conf).toContain('default_ulimits = ["nofile=20000:20000", "memlock=8388608:8388608"]');
});

test("production names lead to the lab's registry", () => {
  expect(registriesConf()).toContain(
    'prefix = "docker.io"\nlocation = "192.0.2.1:5000/docker.io"\ninsecure = true',
  );
  expect(registriesConf()).toContain(
    'prefix = "quay.io"\nlocation = "192.0.2.1:5000/quay.io"\ninsecure = true',
  );
});

test("every host knows every other, the cloud's names by their own addresses", () => {
  const lines = hostsFile().split("\n");
  expect(lines).toContain("192.0.2.12 demo-voice");
  expect(lines).toContain("192.0.2.3 cloud db.cloud.example s3.cloud.example acme.cloud.example");
  expect(lines).toContain("192.0.2.4 ro.db.cloud.example");
});

test("addresses and names are nobody else's, and all in the documentation range", () => {
  const addresses = HOSTS.flatMap((host) => host.addresses);
  expect(new Set(addresses).size).toBe(addresses.length);
  for (const address of addresses) expect(address).toMatch(/^192\.0\.2\.\d+$/);
  expect(findHost("nohost")).toBeUndefined();
  expect(addressOf("acme-voice")).toBe("192.0.2.22");
});

test("secrets of a host are for root alone", () => {
  const files = hostFiles(
    HOSTS[0] ?? { name: "cloud", base: "cloud", addresses: [], names: {} },
    keys,
    machine,
  );
  const modes = Object.fromEntries(files.map((file) => [file.path, file.mode]));
  expect(modes["/etc/ssh/ssh_host_ed25519_key"]).toBe(0o600);
  expect(modes["/root/.ssh/authorized_keys"]).toBe(0o600);
});
