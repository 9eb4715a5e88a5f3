/** The lab itself, on a second lab beside the checkout's own, so that nobody's hosts are disturbed. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CLOUD, HOSTS, REGISTRY } from "../../lab/addresses.ts";
import { findRunning } from "../../lab/host.ts";
import { grants } from "../../lab/machine.ts";
import { bootHost, down, enter, powerOff, reset, resetHosts, up } from "../../lab/lab.ts";
import { PLACE } from "../../lab/place.ts";
import { must, run, type Result } from "../../lab/process.ts";
import { allProcesses, processesInNetwork, signal } from "../../lab/processes.ts";
import { sshArgv } from "../../lab/ssh.ts";
import { journalCursor, sshConnections, sshSessions } from "../../lab/ssh-log.ts";
import { echoIn, IMAGE, imagesOf, plant, plantedOn } from "./planted.ts";
import { digestOf, manifest, on, removeSecond, runner, second, ssh, traces, upKilled } from "./second-lab.ts";

const CAP_SYS_TIME = 25;
const NAMES = HOSTS.map((host) => host.name);
const log = (): void => undefined;

beforeAll(() => up(log, second));
afterAll(async () => {
  await down(log, second);
  removeSecond();
});

describe("up", () => {
  test.each([
    ["demo-app", "debian 11"],
    ["demo-voice", "debian 11"],
    ["acme-app", "debian 12"],
    ["acme-voice", "debian 12"],
    ["cloud", "debian 12"],
  ] as const)("%s runs %s and everything in it started", async (name, system) => {
    expect((await on(name, ["systemctl", "is-system-running"])).stdout.trim()).toBe("running");
    const release = (await on(name, ["cat", "/etc/os-release"])).stdout;
    expect(`${/^ID=(.*)$/m.exec(release)?.[1]} ${/^VERSION_ID="(.*)"$/m.exec(release)?.[1]}`).toBe(system);
    expect((await on(name, ["hostname"])).stdout.trim()).toBe(name);
  });

  test("again changes nothing: the same hosts go on", async () => {
    const before = NAMES.map((name) => findRunning(second, name));
    await up(log, second);
    expect(NAMES.map((name) => findRunning(second, name))).toEqual(before);
  });

  test("mends what was killed: nspawn, a host's PID 1, the registry", async () => {
    const app = findRunning(second, "demo-app");
    const voice = findRunning(second, "demo-voice");
    const registry = allProcesses().find(({ argv }) => argv.includes(join(second.run, "registry.yml")));
    for (const pid of [app?.nspawn, voice?.leader, registry?.pid]) signal(pid ?? 0, "SIGKILL");
    await up(log, second);
    expect(findRunning(second, "demo-app")?.nspawn).not.toBe(app?.nspawn);
    for (const name of ["demo-app", "demo-voice"] as const)
      expect((await ssh(name, ["true"])).code, name).toBe(0);
    expect((await runner(["curl", "-sf", `http://${REGISTRY}/v2/`])).code).toBe(0);
  });
});

describe("the hosts", () => {
  test("answer over SSH with the key in known_hosts, and are refused without it", async () => {
    expect((await ssh("demo-app", ["printf", "%s", "a b  'c'"])).stdout).toBe("a b  'c'");
    const stranger = sshArgv({ ...second, knownHosts: "/dev/null" }, "demo-app", ["true"]);
    const refused = await run(stranger);
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain("Host key verification failed");
  });

  test("are given commands word for word, with input and exit code", async () => {
    const words = ["$HOME", "${HOME} a", "$$", "%n", "", "it's", "\\n"];
    for (const name of ["demo-app", "acme-app"] as const) {
      expect((await on(name, ["printf", "[%s]", ...words])).stdout).toBe(
        words.map((word) => `[${word}]`).join(""),
      );
      expect(await on(name, ["sh", "-c", "cat; exit 7"], "input")).toMatchObject({
        code: 7,
        stdout: "input",
      });
    }
  });

  test("count sessions of sshd, and connections, those not let in among them; not what is given past it", async () => {
    const cursor = await journalCursor("demo-voice", second);
    await ssh("demo-voice", ["true"]);
    await ssh("demo-voice", ["true"]);
    await on("demo-voice", ["true"]);
    await run(sshArgv({ ...second, knownHosts: "/dev/null" }, "demo-voice", ["true"]));
    expect(await sshSessions("demo-voice", cursor, second)).toBe(2);
    expect(await sshConnections("demo-voice", cursor, second)).toBe(3);
  });

  test.each(NAMES)("%s cannot set the machine's clock", async (name) => {
    const status = (await on(name, ["cat", "/proc/1/status"])).stdout;
    expect(grants(status, CAP_SYS_TIME)).toBe(false);
    expect(status).toMatch(/^CapBnd:\s+[0-9a-f]+$/m);
    const bounding = status.replace("CapEff:", "Effective:").replace("CapBnd:", "CapEff:");
    expect(grants(bounding, CAP_SYS_TIME)).toBe(false);
    const set = await on(name, ["date", "--set", `@${Math.floor(Date.now() / 1000)}`]);
    expect(set.stderr).toContain("cannot set date");
  });

  test("may change their time zone, which moves no clock", async () => {
    const offset = (): number => Date.now() - performance.now();
    const before = offset();
    const changed = await on("demo-app", ["timedatectl", "set-timezone", "America/Argentina/Cordoba"]);
    expect(changed.code, changed.stderr).toBe(0);
    expect((await on("demo-app", ["date", "+%z"])).stdout.trim()).toBe("-0300");
    expect(Math.abs(offset() - before)).toBeLessThan(600_000);
    await on("demo-app", ["timedatectl", "set-timezone", "Etc/UTC"]);
  });

  test("have no way out", async () => {
    expect((await on("demo-app", ["ip", "route", "show", "default"])).stdout).toBe("");
    expect((await runner(["ip", "route", "show", "default"])).stdout).toBe("");
  });
});

describe("the registry", () => {
  test("serves releases by production name: `latest` is the newer one, byte for byte", async () => {
    for (const name of ["asterisk", "omlapp", "nginx", "kamailio", "rtpengine", "websockets"]) {
      const [latest, newer, older] = await Promise.all(
        ["latest", "face6cfa", "ff63617b"].map((tag) => digestOf(`docker.io/omnileads/${name}`, tag)),
      );
      expect(latest, name).toMatch(/^sha256:/);
      expect(newer, name).toBe(latest);
      expect(older, name).not.toBe(latest);
    }
  });

  test.each(["demo-app", "acme-app"] as const)("%s pulls a pushed image and runs it", async (name) => {
    const from = `docker://${REGISTRY}/docker.io/omnileads/websockets:latest`;
    const to = `docker://${REGISTRY}/docker.io/example/pushed:1`;
    const copy = ["skopeo", "copy", "--src-tls-verify=false", "--dest-tls-verify=false"];
    await must(enter([...copy, from, to], second));
    const image = `docker.io/example/pushed@${await digestOf("docker.io/example/pushed", "1")}`;
    const pulled = await on(name, ["podman", "pull", "--quiet", image]);
    expect(pulled.code, pulled.stderr).toBe(0);
    expect(await echoIn(name, image)).toBe("it runs");
  });

  test("keeps a push to this lab: the shared store and other labs never see it", async () => {
    await expect(digestOf("docker.io/example/pushed", "1")).resolves.toMatch(/^sha256:/);
    expect(existsSync(join(second.cache, "registry/docker/registry/v2/repositories/docker.io/example"))).toBe(
      false,
    );
  });
});

describe("the cloud provider", () => {
  const query = (host: string, mode: string): Promise<Result> => {
    const { acme, maintenance } = CLOUD.database;
    const target = `host=${host} user=${acme.user} dbname=${maintenance} sslmode=${mode}`;
    const script = `PGPASSWORD=$(cat) exec psql -At "${target} sslrootcert=/etc/ssl/certs/ca-certificates.crt" -c "$0"`;
    const sql = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
    return on("acme-app", ["sh", "-c", script, sql], acme.password);
  };

  test.each([CLOUD.database.host, CLOUD.database.readOnlyHost])(
    "%s speaks TLS and only TLS",
    async (host) => {
      expect((await query(host, "verify-full")).stdout.trim()).toBe("t");
      const plain = await query(host, "disable");
      expect(plain.code).not.toBe(0);
      expect(plain.stderr).toContain("no encryption");
    },
  );

  test("offers a bucket endpoint and an ACME directory the hosts trust", async () => {
    const health = await on("acme-app", ["curl", "-sf", `${CLOUD.bucket.url}/minio/health/live`]);
    expect(health.code, health.stderr).toBe(0);
    const directory = await on("acme-app", ["curl", "-sf", CLOUD.acme.directory]);
    expect(JSON.parse(directory.stdout)).toHaveProperty("newOrder");
  });
});

describe("disks", () => {
  test("outlive a power cut and a clean power-off", async () => {
    await on("acme-voice", ["sh", "-c", "echo kept > /root/kept && sync"]);
    for (const hard of [true, false]) {
      await powerOff("acme-voice", { hard }, second);
      expect(findRunning(second, "acme-voice")).toBeUndefined();
      await bootHost("acme-voice", log, second);
      expect((await on("acme-voice", ["cat", "/root/kept"])).stdout.trim()).toBe("kept");
    }
  });

  test("are new after a reset but for pulled images, host keys the same", async () => {
    await plant("acme-voice");
    const images = await imagesOf("acme-voice");
    await resetHosts(["acme-voice"], log, second);
    expect(await plantedOn("acme-voice")).toBe("");
    expect(await imagesOf("acme-voice")).toBe(images);
    expect(await echoIn("acme-voice", IMAGE)).toBe("it runs");
    expect((await ssh("acme-voice", ["true"])).code).toBe(0);
  });
});

describe("reset and down", () => {
  test("a reset of everything forgets what was pushed and boots what ran", async () => {
    await reset(log, undefined, second);
    const gone = await runner(["curl", "-sf", manifest("docker.io/example/pushed", "1")]);
    expect(gone.code).not.toBe(0);
    expect(await digestOf("docker.io/omnileads/nginx", "latest")).toMatch(/^sha256:/);
    expect(await imagesOf("acme-voice")).toBe("");
    for (const name of NAMES) expect((await ssh(name, ["true"])).code, name).toBe(0);
  });

  test("down leaves nothing running or mounted, and the checkout's own lab alone", async () => {
    const own = NAMES.map((name) => findRunning(PLACE, name));
    const busy = run(enter(["sleep", "1000"], second));
    expect(processesInNetwork(second.netns).length).toBeGreaterThan(0);
    await down(log, second);
    expect((await busy).code).not.toBe(0);
    expect(traces()).toEqual([]);
    expect(NAMES.map((name) => findRunning(PLACE, name))).toEqual(own);
  });

  test.each([
    ["its network was there", () => existsSync(second.netns)],
    ["one host ran", () => NAMES.some((name) => findRunning(second, name) !== undefined)],
  ])("up works after one that was killed when %s", async (_, isThere) => {
    await upKilled(isThere);
    await up(log, second);
    for (const name of NAMES) expect((await ssh(name, ["true"])).code, name).toBe(0);
    expect(await digestOf("docker.io/omnileads/nginx", "latest")).toMatch(/^sha256:/);
    await down(log, second);
    expect(traces()).toEqual([]);
  });

  test("up after down keeps the disks; down again is quiet", async () => {
    await up(log, second);
    await on("demo-app", ["sh", "-c", "echo kept > /root/kept"]);
    await down(log, second);
    await up(log, second);
    expect((await on("demo-app", ["cat", "/root/kept"])).stdout.trim()).toBe("kept");
    await down(log, second);
    await down(log, second);
    expect(traces()).toEqual([]);
  });
});
