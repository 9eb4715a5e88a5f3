/** What goes wrong with backup sets ends red, says what is and is not there, and the next run mends it. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOST_CA } from "../../lab/host-files.ts";
import { runnerEnvironment } from "../../lab/lab.ts";
import { finish, Fleet, killAll, start, type Run } from "./fleet.ts";
import { eventually } from "./observe.ts";
import { bash, beginAnew, inBucket, opens, Sets, sql, type SetReport } from "./sets.ts";

const fleet = new Fleet(["demo", "acme"]);
const sets = new Sets(fleet);

beforeAll(async () => {
  for (const tenant of ["demo", "acme"]) await fleet.converge(tenant, "--retry", ...opens(tenant));
  // The bucket of acme's sets is made with the first of them, and without it none can be listed.
  await sets.take("acme");
});
afterAll(() => fleet.remove());

/** Takes a set of demo and kills a program on its app host as soon as it runs. */
async function killing(pattern: string): Promise<SetReport & Run> {
  const hunt = bash(`for i in $(seq 20000); do pkill -9 -f '${pattern}' && exit 0; sleep 0.01; done; exit 1`);
  const taken = await sets.run("backup", "demo");
  expect((await hunt).code, `${pattern} was killed`).toBe(0);
  return taken;
}

test.each([
  ["pg_dump", "^[^ ]*pg_dump .*--format=custom"],
  ["restic", "^[^ ]*restic-[0-9a-f]* .*--stdin-filename=database.dump"],
])("%s killed: there is no set, and the run is red", async (_, pattern) => {
  const before = await sets.list("demo");
  const failed = await killing(pattern);
  expect(failed).toMatchObject({ outcome: "failed", code: 1 });
  expect(failed.reason).toMatch(
    /The set \S+ does not exist: it has no manifest. What runs was not touched\./,
  );
  expect(await sets.list("demo")).toEqual(before);
});

test("the runner killed: what began goes on, and the next run finishes that very set", async () => {
  const before = await sets.list("demo");
  const child = start(sets.argv("backup", "demo"));
  await new Promise<void>((resolve) => {
    child.stderr?.on("data", (data: Buffer) => {
      if (data.toString().includes("Store the voice host's files: done")) resolve();
    });
    child.on("close", () => {
      resolve();
    });
  });
  killAll(child);
  await finish(child).catch(() => undefined);
  const begun = JSON.parse((await bash("cat /var/lib/oml/backup.json")).stdout) as { set: string };
  expect(await sets.take("demo")).toBe(begun.set);
  expect(await sets.list("demo")).toEqual([begun.set, ...before]);
});

/** Holds a table that every dump needs, so that one takes its time; await the end. */
const slowly = (seconds: number) =>
  sql(`BEGIN; LOCK TABLE auth_user; SELECT pg_sleep(${String(seconds)}); COMMIT;`);

test("a connection cut while the database is stored: the host goes on, and the next run finishes that very set", async () => {
  const before = await sets.list("demo");
  const held = slowly(20);
  const ended = sets.run("backup", "demo");
  const isStoring = async (): Promise<boolean> =>
    (await bash("pgrep -f '^[^ ]*pg_dump .*--format=custom'")).code === 0;
  expect(await eventually(isStoring, 60)).toBe(true);
  await bash("systemctl kill --kill-who=all --signal=KILL ssh.service; systemctl restart ssh.service");
  const cut = await ended;
  expect(cut, cut.reason).toMatchObject({ outcome: "unreachable", code: 1 });
  await held;
  const { set } = JSON.parse((await bash("cat /var/lib/oml/backup.json")).stdout) as { set: string };
  expect(await sets.take("demo")).toBe(set);
  expect(await sets.list("demo")).toEqual([set, ...before]);
});

test("two runs at once: both end well, with one set or two, and each is whole", async () => {
  const before = await sets.list("demo");
  const both = await Promise.all([sets.run("backup", "demo"), sets.run("backup", "demo")]);
  for (const taken of both)
    expect(taken, taken.reason).toMatchObject({ outcome: "backed-up", code: 0, verified: true });
  const fresh = [...new Set(both.map(({ set }) => set ?? ""))].sort().toReversed();
  expect(await sets.list("demo")).toEqual([...fresh, ...before]);
});

/** Runs with a text of `tenant.yml` changed, and puts it back. */
async function changed(tenant: string, from: string, to: string): Promise<SetReport & Run> {
  const path = fleet.path(tenant, "tenant.yml");
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  const taken = await sets.run("backup", tenant);
  writeFileSync(path, text);
  return taken;
}

test("a deploy at work is waited for; a set beside its data is red until that is accepted", async () => {
  const held = bash("mkdir -p /run/oml && flock /run/oml/lock sleep 12");
  const began = Date.now();
  const taken = await changed("demo", "on_host: true", "on_host: false");
  expect(taken, taken.reason).toMatchObject({ outcome: "backed-up", code: 1, place: "on-host" });
  expect(Date.now() - began).toBeGreaterThan(10_000);
  await held;
});

const [KEY, URL] = ["lab-acme-bucket-51d0", "https://s3.cloud.example"];
const UNBEGUN = "No set was begun; what runs was not touched.";

/** A tenant's sets, and what its app host keeps of one that is begun. */
const known = async (tenant: "demo" | "acme") => [
  await sets.list(tenant),
  (await bash("cat /var/lib/oml/backup.json", `${tenant}-app`)).stdout,
];

test.each([
  [
    "another password",
    "demo",
    ["demo-example-backup-2f81c07e", "another-4c1d9a77"],
    /not open with backup.password/,
    ["failed", UNBEGUN],
  ],
  [
    "a wrong key of the bucket",
    "acme",
    [KEY, "wrong-51d0-key"],
    /403 SignatureDoesNotMatch\. Check its keys/,
    ["failed", UNBEGUN],
  ],
  [
    "no such endpoint",
    "acme",
    [URL, "https://192.0.2.99:9"],
    /The bucket .* cannot be reached/,
    ["failed", UNBEGUN],
  ],
  [
    "an image not locked",
    "acme",
    ['postgres: "15"', 'postgres: "13"'],
    /does not lock.*oml lock/,
    ["refused", "Nothing was done."],
  ],
] as const)(
  "%s: one sentence, and nothing was begun",
  async (_, tenant, [from, to], words, [outcome, begun]) => {
    const before = await known(tenant);
    const taken = await changed(tenant, from, to);
    expect(taken, taken.reason).toMatchObject({ outcome, code: 1, verified: false });
    expect(taken.reason).toMatch(words);
    expect(taken.reason).toContain(begun);
    expect(await known(tenant)).toEqual(before);
  },
);

test("a bucket whose certificate no host trusts is believed by the authority of tenant.yml, and by it alone", async () => {
  const pem = (path: string): string => readFileSync(path, "utf8").trim().replaceAll("\n", "\n      ");
  const believing = (path: string) =>
    changed("acme", "  bucket:\n", `  bucket:\n    ca: >-\n      ${pem(path)}\n`);
  const hosts = ["acme-app", "acme-voice"] as const;
  const trust = `update-ca-certificates --fresh >/dev/null 2>&1`;
  const own = runnerEnvironment()["OML_LAB_CA"] ?? "";
  for (const host of hosts) await bash(`mv ${HOST_CA} /root/lab.crt && ${trust}`, host);
  try {
    const refused = await sets.run("backup", "acme");
    expect(refused, refused.reason).toMatchObject({ outcome: "failed", code: 1 });
    expect(refused.reason).toMatch(/certificate is not trusted .*backup\.bucket\.ca/);
    const believed = await believing(own);
    expect(believed, believed.reason).toMatchObject({ outcome: "backed-up", code: 0 });
  } finally {
    for (const host of hosts) await bash(`mv /root/lab.crt ${HOST_CA} && ${trust}`, host);
  }
  const other = await believing(fleet.path("acme", "cert.pem"));
  expect(other.reason).toMatch(/certificate is not trusted/);
});

test("a pg_dump older than the server is refused, and what to write instead is said", async () => {
  const path = fleet.path("acme", "tenant.yml");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('postgres: "15"', 'postgres: "13"'));
  await fleet.lock("acme");
  const refused = await sets.run("backup", "acme");
  writeFileSync(path, text);
  await fleet.lock("acme");
  expect(refused).toMatchObject({ outcome: "refused", code: 1 });
  expect(refused.reason).toMatch(
    /server is PostgreSQL 15, and the locked image's pg_dump is 13.*postgres: "15"/,
  );
});

/** acme's next set is whole, though restic stores nothing twice: what was damaged is stored anew. */
async function expectMended(): Promise<void> {
  const next = await sets.run("backup", "acme");
  expect(next, next.reason).toMatchObject({ outcome: "backed-up", code: 0, verified: true });
  expect(next.reason).toMatch(/not read back well, so the repository was read through/);
}

// Objects cut off and gone, too: `corruptions`, and by the real restic test_repository.py.
test("objects with a bit flipped: the set is not verified, no drill restores it, the next one is whole", async () => {
  await beginAnew();
  const set = await sets.take("acme");
  const flip = "f=open('/tmp/o','r+b'); b=bytearray(f.read()); b[len(b)//2]^=4; f.seek(0); f.write(b)";
  const flipped = `$M cat $o >/tmp/o; python3 -c "${flip}"; $M cp /tmp/o $o`;
  // The host's own cache has every index and every snapshot: what it proves, it proves to that host alone.
  expect((await inBucket("rm -rf /tmp/whole; $M cp --recursive $R/ /tmp/whole/")).stderr).toBe("");
  for (const folder of ["data", "index", "snapshots"]) {
    const done = await inBucket(`for o in $($M find $R/${folder} --name '*'); do ${flipped}; done`);
    expect(done.stderr).toBe("");
    const verified = await sets.run("verify", "acme", "--set", set);
    expect(verified, `${folder}: ${verified.reason}`).toMatchObject({
      // Without its snapshots there is no set any more: refused.
      outcome: folder === "snapshots" ? "refused" : "failed",
      code: 1,
      verified: false,
    });
    if (folder === "data") expect(await sets.table("acme")).toContain("NOT VERIFIED");
    if (folder !== "snapshots") await expectMended();
    await inBucket("$M rm --recursive --force $R >/dev/null; $M cp --recursive /tmp/whole/ $R/");
  }
  const whole = await sets.run("verify", "acme", "--set", set);
  expect(whole, `put back: ${whole.reason}`).toMatchObject({ code: 0 });
  await inBucket("for o in $($M find $R/data --name '*'); do $M rm $o; done");
  expect(await sets.run("drill", "acme", "--set", set)).toMatchObject({ outcome: "failed", code: 1 });
  const remove = () => sets.run("retain", "acme", "--set", set, "--confirm", "acme");
  expect((await remove()).reason).toMatch(/is verified: .* No backup was removed/);
  expect(await sets.run("verify", "acme", "--set", set)).toMatchObject({ outcome: "failed", code: 1 });
  await expectMended();
  const removed = await remove();
  expect(removed, removed.reason).toMatchObject({ outcome: "retained", code: 0 });
  expect(await sets.list("acme")).not.toContain(set);
});

test("a repository that is gone is not made anew without a word", async () => {
  await inBucket("$M rm --recursive --force $R >/dev/null");
  const refused = await sets.run("backup", "acme");
  expect(refused, refused.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(refused.reason).toMatch(
    /oml-backups\/acme in the bucket acme-backups is gone, and with it every set/,
  );
  await beginAnew();
  await sets.take("acme");
});
