/** The cloud tenant, and the mistakes that would put an empty database over a living one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { journalCursor, onHost, sshConnections } from "../../lab/lab.ts";
import { Fleet, inLab, ROOT } from "./fleet.ts";
import { allInvocations, everythingOfDemo, restarted } from "./observe.ts";
import { join } from "node:path";

const fleet = new Fleet(["demo", "acme"]);
const vault = ["--vault-password-file", join(ROOT, "instances", "acme", "vault-password.example")];

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await fleet.converge("acme", "--retry", ...vault);
});
afterAll(() => fleet.remove());

/**
 * What runs at acme, each start of a container by its own id, its volumes and images, and every byte of units and
 * environments; throws where a host runs nothing.
 */
async function everything(): Promise<readonly string[]> {
  const script = [
    "podman ps --no-trunc --format '{{.Names}} {{.ID}}' --sort names | grep .",
    "podman volume ls --quiet; podman images --quiet --no-trunc",
    "find /etc/systemd/system /etc/default -type f -exec sha256sum {} + | sort",
  ].join("\n");
  const listed = (["acme-app", "acme-voice"] as const).map(async (host) => {
    const { code, stdout, stderr } = await onHost(host, ["bash", "-euo", "pipefail", "-c", script]);
    if (code !== 0) throw new Error(`${host}: ${stdout}${stderr}`);
    return stdout;
  });
  return Promise.all(listed);
}

test("acme's hosts run no PostgreSQL and no MinIO", async () => {
  for (const host of ["acme-app", "acme-voice"] as const) {
    const processes = await onHost(host, ["ps", "-e", "-o", "comm="]);
    expect(processes.stdout, host).toMatch(/^conmon$/m);
    expect(processes.stdout, host).not.toMatch(/^(postgres|minio)$/m);
  }
});

test("every connection to acme's database is TLS", async () => {
  const query =
    "select count(*) filter (where ssl), count(*) filter (where not ssl) from pg_stat_ssl join pg_stat_activity using (pid) where datname is not null and client_addr is not null";
  const counted = await onHost("cloud", ["runuser", "-u", "postgres", "--", "psql", "-Atc", query]);
  const [encrypted, clear] = counted.stdout.trim().split("|").map(Number);
  expect(encrypted).toBeGreaterThan(0);
  expect(clear).toBe(0);
});

test("postgres_host alone commented out is refused by the files, and no host is asked", async () => {
  const hosts = ["acme-app", "acme-voice"] as const;
  const alone = new Fleet(["acme"]);
  alone.edit("acme", (text) => text.replace(/^(\s*)(postgres_host:.*)$/m, "$1# $2"));
  const before = await everything();
  const cursors = await Promise.all(hosts.map((host) => journalCursor(host)));
  // Not locked anew: the files are refused by that too.
  const result = await inLab(alone.argv("deploy", "--tenant", "acme", ...vault));
  alone.remove();
  expect(result, result.stdout).toMatchObject({ code: 1 });
  expect(result.stdout).toMatch(/^acme: refused /);
  expect(result.stderr).toMatch(/error \[OML0406\]: .*postgres_ssl/);
  for (const [at, host] of hosts.entries())
    expect(await sshConnections(host, cursors[at] ?? ""), host).toBe(0);
  expect(await everything()).toEqual(before);
});

test("postgres_host commented out with all that belongs to it is refused by what the hosts say", async () => {
  fleet.edit("acme", (text) => text.replace(/^(\s*)(postgres_(?:host|ssl|ha|ro_host):.*)$/gm, "$1# $2"));
  const before = await everything();
  const result = await fleet.deploy("acme", ...vault);
  expect(result, result.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(result.reason).toContain("its volume oml_postgres does not exist");
  expect(await everything()).toEqual(before);
  expect((await onHost("acme-app", ["systemctl", "is-enabled", "postgresql.service"])).code).not.toBe(0);
});

test("demo's two addresses swapped are refused and nothing is touched", async () => {
  fleet.edit("demo", (text) =>
    text.replaceAll("192.0.2.11", "@@").replaceAll("192.0.2.12", "192.0.2.11").replaceAll("@@", "192.0.2.12"),
  );
  const [before, files] = [await allInvocations(), await everythingOfDemo()];
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(result.reason).toContain("is demo's voice host, not its app host");
  expect(restarted(before, await allInvocations())).toEqual([]);
  expect(await everythingOfDemo()).toEqual(files);
});

test("another tenant's host is refused by what it says of itself", async () => {
  const alone = new Fleet(["demo"]);
  alone.edit("demo", (text) => text.replaceAll("192.0.2.11", "192.0.2.21"));
  const before = await everything();
  const result = await alone.deploy("demo");
  alone.remove();
  expect(result, result.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(result.reason).toContain("the machine at this address belongs to tenant acme");
  expect(await everything()).toEqual(before);
});
