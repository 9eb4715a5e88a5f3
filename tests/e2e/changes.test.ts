/** What a deploy changes on real hosts, and what it leaves alone. */
import { afterAll, beforeEach, expect, test } from "vitest";
import { journalCursor, onHost, sshSessions } from "../../lab/lab.ts";
import { Fleet, finish, inLab, ROOT } from "./fleet.ts";
import { allInvocations, eventually, loginStatus, restarted, runningImage } from "./observe.ts";
import { DIALPLAN } from "./sets.ts";
import { join } from "node:path";

const fleet = new Fleet(["demo", "acme"]);
const MANAGE = "/usr/local/bin/oml_manage.sh";
const vault = ["--vault-password-file", join(ROOT, "instances", "acme", "vault-password.example")];

beforeEach(async () => {
  fleet.restore("demo");
  await fleet.converge("demo", "--retry");
});
afterAll(() => fleet.remove());

test("--component=asterisk deploys asterisk and nothing else", async () => {
  fleet.set("demo", "nginx_version", "ff63617b");
  await fleet.lock("demo");
  fleet.set("demo", "asterisk_version", "ff63617b");
  const before = await allInvocations();
  const run = await inLab(
    [join(ROOT, "deploy.sh"), "--action=upgrade", "--component=asterisk", "--tenant=demo"],
    {
      OML_INSTANCES: fleet.folder,
    },
  );
  expect(run.code, run.stderr).toBe(0);
  expect(restarted(before, await allInvocations())).toEqual(["demo-voice/asterisk"]);
});

test("--check says what would change, and changes nothing", async () => {
  fleet.set("demo", "nginx_version", "ff63617b");
  const before = await allInvocations();
  const run = await finish(await fleet.begin("demo", "--check"));
  expect(run).toMatchObject({ code: 0 });
  expect(run.stdout).toMatch(/nginx\s+restarted/);
  expect(restarted(before, await allInvocations())).toEqual([]);
});

test("a file edited by hand is named as drift and mended", async () => {
  await onHost("demo-app", ["sh", "-c", "echo DEBUG=1 >> /etc/default/websockets.env"]);
  const result = await fleet.deploy("demo");
  expect(result).toMatchObject({ outcome: "deployed" });
  expect(JSON.stringify(result.components)).toContain("/etc/default/websockets.env");
  const file = await onHost("demo-app", ["cat", "/etc/default/websockets.env"]);
  expect(file.stdout).not.toContain("DEBUG=1");
});

test("a container started from something else is restarted though the files are right", async () => {
  await onHost("demo-app", [
    "sh",
    "-c",
    "cp -p /etc/default/websockets.env /root/keep && echo X=1 >> /etc/default/websockets.env && systemctl restart websockets && cp -p /root/keep /etc/default/websockets.env",
  ]);
  const before = await allInvocations();
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "deployed" });
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/websockets"]);
});

test("equal but unhealthy is restarted once", async () => {
  const pid = await onHost("demo-app", [
    "podman",
    "inspect",
    "--format",
    "{{.State.Pid}}",
    "oml-nginx-server",
  ]);
  await onHost("demo-app", [
    "sh",
    "-c",
    `kill -STOP ${pid.stdout.trim()} $(pgrep -P ${pid.stdout.trim()}) $(pgrep nginx)`,
  ]);
  const before = await allInvocations();
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "deployed" });
  expect(restarted(before, await allInvocations())).toEqual(["demo-app/nginx"]);
  expect(await loginStatus("192.0.2.11")).toBe(200);
});

test("a stopped component is started; one that left is named, stopped and disabled", async () => {
  await onHost("demo-voice", ["systemctl", "stop", "asterisk.service"]);
  fleet.set("demo", "prometheus_enable", "false");
  const checked = await finish(await fleet.begin("demo", "--check"));
  expect(checked.stdout).toMatch(/prometheus_redis +stopped, its data kept: no longer part of the inventory/);
  const result = await fleet.deploy("demo");
  expect(result).toMatchObject({ outcome: "deployed" });
  const stopped = result.components.filter(({ action }) => action === "stopped");
  expect(stopped.map(({ host, name }) => `${host}/${name}`).toSorted()).toEqual([
    "omnileads-app/prometheus_node_exporter",
    "omnileads-app/prometheus_postgres",
    "omnileads-app/prometheus_redis",
    "omnileads-voice/prometheus_node_exporter",
  ]);
  expect((await onHost("demo-voice", ["systemctl", "is-active", "asterisk.service"])).stdout.trim()).toBe(
    "active",
  );
  const exporter = await onHost("demo-app", ["systemctl", "is-enabled", "prometheus_redis.service"]);
  expect(exporter.stdout.trim()).toBe("disabled");
  expect((await onHost("demo-app", ["podman", "ps", "--format", "{{.Names}}"])).stdout).not.toContain(
    "prometheus-redis",
  );
});

test("a host that has lost its marker gets it back, and nothing else is said to have changed", async () => {
  await onHost("demo-voice", ["rm", "/var/lib/oml/tenant.json"]);
  const before = await allInvocations();
  const result = await fleet.deploy("demo");
  expect(result).toMatchObject({ outcome: "deployed" });
  expect(result.reason).toMatch(/only the tenant's marker on omnileads-voice was written/);
  expect(restarted(before, await allInvocations())).toEqual([]);
});

test("where nothing is to be done, no host is asked more than once", async () => {
  const hosts = ["demo-app", "demo-voice"] as const;
  const cursors = await Promise.all(hosts.map((host) => journalCursor(host)));
  expect(await fleet.deploy("demo")).toMatchObject({ outcome: "unchanged" });
  const sessions = await Promise.all(hosts.map((host, index) => sshSessions(host, cursors[index] ?? "")));
  expect(sessions).toEqual([1, 1]);
});

test("files of the customer under /etc/asterisk/custom are never overwritten", async () => {
  await onHost("demo-voice", ["sh", "-c", `echo '; ours' > ${DIALPLAN}`]);
  fleet.set("demo", "asterisk_version", "ff63617b");
  await fleet.converge("demo");
  expect((await onHost("demo-voice", ["cat", DIALPLAN])).stdout).toBe("; ours\n");
});

test("a rotated password restarts its readers alone", async () => {
  fleet.set("demo", "ami_password", "demo-example-rotated-5512");
  const before = await allInvocations();
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "deployed" });
  expect(restarted(before, await allInvocations()).toSorted()).toEqual([
    "demo-app/daphne",
    "demo-app/omlcron",
    "demo-app/omnileads",
    "demo-voice/asterisk",
  ]);
});

test("host preparation mends what it made; run again it changes nothing", async () => {
  const zone = () => onHost("demo-app", ["readlink", "/etc/localtime"]);
  const { stdout: before } = await zone();
  await onHost("demo-app", ["ln", "-sf", "/usr/share/zoneinfo/Asia/Tokyo", "/etc/localtime"]);
  for (const isSpoilt of [true, false]) {
    const run = await finish(await fleet.begin("demo", "--prepare"));
    expect(run).toMatchObject({ code: 0 });
    expect(/: changed/.test(run.stderr), run.stderr).toBe(isSpoilt);
    expect((await zone()).stdout).toBe(before);
  }
});

test("two tenants at the same time from one checkout", async () => {
  await fleet.converge("acme", "--retry", ...vault);
  for (const tenant of ["demo", "acme"]) fleet.set(tenant, "nginx_version", "ff63617b");
  const runs = await Promise.all([fleet.deploy("demo"), fleet.deploy("acme", ...vault)]);
  for (const { outcome, code, reason, stderr, components } of runs) {
    expect({ outcome, code }, `${reason}\n${stderr}`).toEqual({ outcome: "deployed", code: 0 });
    const done = components.filter(({ action }) => action !== "unchanged").map(({ name }) => name);
    expect(done).toEqual(["nginx"]);
  }
  expect(await runningImage("demo-app", "oml-nginx-server")).toContain("@sha256:");
  fleet.restore("acme");
  await fleet.converge("acme", ...vault);
});

test("oml_manage.sh resets the administrator's password without a terminal", async () => {
  expect((await onHost("demo-app", [MANAGE, "--help"])).code).toBe(0);
  const reset = async (): Promise<boolean> => (await onHost("demo-app", [MANAGE, "--reset_pass"])).code === 0;
  expect(await eventually(reset, 10)).toBe(true);
  expect((await onHost("demo-app", [MANAGE, "--nonsense"])).code).not.toBe(0);
});
