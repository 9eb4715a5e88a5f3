/** Backup sets of both tenants on real hosts: a hosted PostgreSQL and MinIO, and a provider's with a bucket of their own. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { HostName } from "../../lab/addresses.ts";
import { onHost } from "../../lab/lab.ts";
import { finish, Fleet, inLab, killAll, ROOT, start, type Run } from "./fleet.ts";

const fleet = new Fleet(["demo", "acme"]);
const vault = ["--vault-password-file", join(ROOT, "instances", "acme", "vault-password.example")];

interface Report {
  readonly outcome: string;
  readonly reason: string;
  readonly set: string | null;
  readonly rows: number;
  readonly verified: boolean;
}

const isOpened = (tenant: string): readonly string[] => (tenant === "acme" ? vault : []);
const argv = (verb: string, tenant: string, ...args: readonly string[]): string[] =>
  fleet.argv(verb, "--tenant", tenant, ...isOpened(tenant), ...args);

/** Runs one of the commands and reads its report. */
async function oml(verb: string, tenant: string, ...args: readonly string[]): Promise<Report & Run> {
  const run = await inLab(argv(verb, tenant, "--format", "json", ...args));
  return { ...(JSON.parse(run.stdout || "{}") as Report), ...run };
}

/** The ids of a tenant's sets, the newest first. */
async function sets(tenant: string): Promise<readonly string[]> {
  const { stdout } = await inLab(argv("backups", tenant, "--format", "json"));
  return (JSON.parse(stdout) as { sets: readonly { id: string }[] }).sets.map(({ id }) => id);
}

/** Takes a set and fails unless it is proved. */
async function take(tenant: string): Promise<string> {
  const taken = await oml("backup", tenant);
  expect(taken, `${taken.reason}\n${taken.stderr}`).toMatchObject({ outcome: "backed-up", code: 0 });
  return taken.set ?? "";
}

const app = (command: string, host: HostName = "demo-app") => onHost(host, ["bash", "-c", command]);
const sql = (statements: string) =>
  onHost("demo-app", ["podman", "exec", "-i", "oml-postgresql-server", "psql", "-qAtX", "-U", "omnileads"], {
    input: statements,
  });

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await fleet.converge("acme", "--retry", ...vault);
});
afterAll(async () => {
  await sql(
    "DROP SCHEMA IF EXISTS fixture CASCADE; DROP OWNED BY fixture_reader; DROP ROLE IF EXISTS fixture_reader;",
  );
  fleet.remove();
});

test.each(["demo", "acme"])("%s: a set is taken, read back, listed, and restores", async (tenant) => {
  const set = await take(tenant);
  const listed = await inLab(argv("backups", tenant));
  expect(listed.stdout).toMatch(new RegExp(`${set} .* verified \\d+ s ago +not drilled`));
  expect(await oml("verify", tenant, "--set", set)).toMatchObject({
    outcome: "verified",
    code: 0,
    verified: true,
  });
  const drilled = await oml("drill", tenant);
  expect(drilled, drilled.reason).toMatchObject({ outcome: "drilled", code: 0, set });
  expect((await inLab(argv("backups", tenant))).stdout).toMatch(/ drilled \d+ s ago/);
  expect((await app("podman ps -a --format '{{.Names}}'", `${tenant}-app` as HostName)).stdout).not.toContain(
    "oml-drill",
  );
});

describe("the data", () => {
  test("is one moment of the database under load: large objects, roles, an extension, unicode, and every row counted", async () => {
    const made = await sql(`
      CREATE SCHEMA fixture; CREATE ROLE fixture_reader NOLOGIN;
      CREATE TABLE fixture.calls (id serial PRIMARY KEY, note text NOT NULL);
      INSERT INTO fixture.calls (note) SELECT 'ñandú — ' || n FROM generate_series(1, 100000) n;
      CREATE TABLE fixture."Ünïcödé Töblé" (a int); GRANT SELECT ON fixture.calls TO fixture_reader;
      ALTER TABLE fixture."Ünïcödé Töblé" OWNER TO fixture_reader;
      SELECT lo_from_bytea(0, decode(repeat('00ff', 5000), 'hex'));
      CREATE EXTENSION IF NOT EXISTS pg_trgm;`);
    expect(made.stderr).toBe("");
    const writing = app(
      `end=$((SECONDS+40)); while [ $SECONDS -lt $end ] && [ ! -e /run/stop-writing ]; do echo "INSERT INTO fixture.calls (note) SELECT 'w' FROM generate_series(1, 50);"; done | podman exec -i oml-postgresql-server psql -qX -U omnileads >/dev/null; rm -f /run/stop-writing`,
    );
    const set = await take("demo");
    await app("touch /run/stop-writing");
    await writing;
    const drilled = await oml("drill", "demo", "--set", set);
    expect(drilled, drilled.reason).toMatchObject({ outcome: "drilled" });
    expect(drilled.rows).toBeGreaterThan(100_000);
    const now = Number((await sql("SELECT count(*) FROM fixture.calls;")).stdout);
    expect(now, "rows were written after the dump's moment").toBeGreaterThan(drilled.rows - 1000);
  });

  test("of Asterisk comes back in bytes, owner, mode and links", async () => {
    await onHost("demo-voice", [
      "bash",
      "-c",
      "cd /etc/asterisk/custom && echo '; ñ' >fixture.conf && chmod 0604 fixture.conf && chown 7:8 fixture.conf && ln -sfn fixture.conf fixture-link && mkdir -p -m 0711 sub/deeper",
    ]);
    await take("demo");
    await onHost("demo-voice", [
      "bash",
      "-c",
      "cd /etc/asterisk/custom && rm -rf fixture.conf fixture-link sub",
    ]);
  });
});

describe("what goes wrong", () => {
  /** Kills a program on demo's app host as soon as it runs, while a backup is taken. */
  const killing = async (pattern: string): Promise<Report & Run> => {
    const hunt = app(`for i in $(seq 3000); do pkill -9 -f '${pattern}' && exit 0; sleep 0.01; done; exit 1`);
    const taken = await oml("backup", "demo");
    expect((await hunt).code, `${pattern} was killed`).toBe(0);
    return taken;
  };

  test.each([
    ["pg_dump", "^[^ ]*pg_dump --format=custom"],
    ["restic", "restic.*--stdin-filename=database.dump"],
  ])("%s killed: no set, red, and the next run takes one", async (_, pattern) => {
    const before = await sets("demo");
    const failed = await killing(pattern);
    expect(failed).toMatchObject({ outcome: "failed", code: 1 });
    expect(failed.reason).toMatch(
      /The set \S+ does not exist: it has no manifest. What runs was not touched\./,
    );
    expect(await sets("demo")).toEqual(before);
    await take("demo");
  });

  test("the runner killed: what began goes on, and the next run finishes that very set", async () => {
    const before = await sets("demo");
    const child = start(argv("backup", "demo"));
    await new Promise<void>((resolve) => {
      child.stderr?.on("data", (data: Buffer) => {
        if (/Store the voice host's files: done/.test(data.toString())) resolve();
      });
      child.on("close", () => resolve());
    });
    killAll(child);
    await finish(child).catch(() => undefined);
    const begun = JSON.parse((await app("cat /var/lib/oml/backup.json")).stdout) as { set: string };
    expect(await take("demo")).toBe(begun.set);
    expect(await sets("demo")).toEqual([begun.set, ...before]);
  });

  test("a deploy at work is waited for", async () => {
    const held = app("mkdir -p /run/oml && flock /run/oml/lock sleep 12");
    const began = Date.now();
    await take("demo");
    expect(Date.now() - began).toBeGreaterThan(10_000);
    await held;
  });

  /** Runs with `tenant.yml` or the inventory changed, and puts them back. */
  const changed = async (tenant: string, from: string, to: string): Promise<Report & Run> => {
    const path = fleet.path(tenant, "tenant.yml");
    const text = readFileSync(path, "utf8");
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    const taken = await oml("backup", tenant);
    writeFileSync(path, text);
    return taken;
  };

  test.each([
    [
      "another repository password",
      "demo",
      "demo-example-backup-2f81c07e",
      "another-4c1d9a77",
      "failed",
      /does not open with backup.password/,
    ],
    [
      "a wrong key of the bucket",
      "acme",
      "lab-acme-bucket-51d0",
      "wrong-bucket-key-51d0",
      "failed",
      /403 SignatureDoesNotMatch\. Check its keys/,
    ],
    [
      "no such endpoint",
      "acme",
      "https://s3.cloud.example",
      "https://192.0.2.99:9",
      "failed",
      /cannot be reached/,
    ],
    [
      "an image that is not locked",
      "acme",
      'postgres: "15"',
      'postgres: "13"',
      "refused",
      /does not lock.*oml lock/,
    ],
  ] as const)("%s: one sentence, and nothing was begun", async (_, tenant, from, to, outcome, words) => {
    const taken = await changed(tenant, from, to);
    expect(taken, taken.reason).toMatchObject({ outcome, code: 1 });
    expect(taken.reason).toMatch(words);
  });

  test("a pg_dump older than the server is refused, and what to write instead", async () => {
    const path = fleet.path("acme", "tenant.yml");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace('postgres: "15"', 'postgres: "13"'));
    await fleet.lock("acme");
    const refused = await oml("backup", "acme");
    writeFileSync(path, text);
    await fleet.lock("acme");
    expect(refused).toMatchObject({ outcome: "refused", code: 1 });
    expect(refused.reason).toMatch(
      /server is PostgreSQL 15, and the locked image's pg_dump is 13.*postgres: "15"/,
    );
  });

  test("a tenant whose only bucket stands on its own host is red until that is accepted", async () => {
    const taken = await changed("demo", "on_host: true", "on_host: false");
    expect(taken).toMatchObject({ outcome: "backed-up", code: 1, place: "on-host" });
  });
});

describe("what is damaged in the bucket", () => {
  const mc = (command: string) =>
    onHost("cloud", [
      "bash",
      "-c",
      `set -a; . /etc/oml-lab/mc.env; export HOME=/root; R=cloud/acme-backups/oml-backups/acme; M="/opt/oml-lab/mc --quiet"; ${command}`,
    ]);

  test.each([
    [
      "a bit flipped",
      "$M cat $o >/tmp/o; python3 -c \"import sys; f=open('/tmp/o','r+b'); b=bytearray(f.read()); b[len(b)//2]^=4; f.seek(0); f.write(b)\"; $M cp /tmp/o $o",
    ],
    ["cut off", "$M cat $o | head -c 100 >/tmp/o; $M cp /tmp/o $o"],
    ["gone", "$M rm $o"],
  ])("each object %s: the set is not verified, and no drill restores it", async (_, damage) => {
    await mc("$M rm --recursive --force $R >/dev/null");
    const set = await take("acme");
    const done = await mc(`for o in $($M find $R/data --name '*'); do ${damage}; done`);
    expect(done.stderr).toBe("");
    await app("rm -rf /var/cache/oml/restic", "acme-app");
    const verified = await oml("verify", "acme", "--set", set);
    expect(verified, verified.reason).toMatchObject({ code: 1, verified: false });
    expect(await oml("drill", "acme", "--set", set)).toMatchObject({ code: 1 });
    await mc("$M rm --recursive --force $R >/dev/null");
  });
});

test("retain lets the older set of a day go, and what stays restores", async () => {
  const path = fleet.path("demo", "tenant.yml");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(/^keep:.*$/m, "keep: { daily: 1, weekly: 0, monthly: 0, floor: 1 }"),
  );
  const newest = await take("demo");
  const every = await sets("demo");
  const foreseen = await oml("retain", "demo", "--check");
  expect(foreseen.reason).toMatch(/Nothing was removed now/);
  expect(await sets("demo")).toEqual(every);
  const retained = await oml("retain", "demo");
  expect(retained, retained.reason).toMatchObject({ outcome: "retained", code: 0 });
  expect(await sets("demo")).toEqual([newest]);
  expect(await oml("drill", "demo")).toMatchObject({ outcome: "drilled", set: newest });
  expect((await oml("retain", "demo")).reason).toBe("No set was due to go.");
});
