/** A set brought back over a tenant that lives: nothing is lost by it, and both ways are open until somebody accepts. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLOUD } from "../../lab/addresses.ts";
import { journalCursor, onHost } from "../../lab/lab.ts";
import { ArgumentsWatch } from "./arguments.ts";
import { Fleet } from "./fleet.ts";
import { plantKiller, removeKiller } from "./kills.ts";
import { MIDDLE, RestoreKills, type Kill } from "./restore-kills.ts";
import { Restores } from "./restores.ts";
import { bash, opens, Sets, sql, sqlOfProvider } from "./sets.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;
/** Whom the database, and each kind of thing in it, belongs to. */
const WHOSE = `SELECT string_agg(whose, ' ' ORDER BY whose) FROM (
  SELECT 'database:' || pg_get_userbyid(datdba) AS whose FROM pg_database WHERE datname = current_database()
  UNION SELECT DISTINCT relkind::text || ':' || pg_get_userbyid(relowner) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace) each`;
const fleet = new Fleet(["demo", "acme"]);
const restores = new Restores(fleet);

beforeAll(async () => {
  for (const tenant of ["demo", "acme"]) await fleet.converge(tenant, "--retry", ...opens(tenant));
  await restores.begin();
  await Promise.all(HOSTS.map(plantKiller));
});
afterAll(async () => {
  await Promise.all(HOSTS.map(removeKiller));
  fleet.remove();
});

/** What demo's Redis answers. */
async function redis(...words: readonly string[]): Promise<string> {
  const done = await onHost("demo-app", ["podman", "exec", "oml-redis-server", "redis-cli", ...words]);
  return done.stdout.trim();
}

/** New in each run: no set of an earlier one holds it. */
const WRITTEN = `written_${String(Date.now())}`;
const PSQL = "podman exec -i oml-postgresql-server psql -qX -U omnileads";

/** Writes row after row until `stop` is called, which returns those that the server took; and is inside all the time. */
async function writeOn(): Promise<{ readonly stop: () => Promise<readonly string[]> }> {
  await sql(`CREATE TABLE ${WRITTEN} (n int);`);
  const write = `${PSQL} -c "INSERT INTO ${WRITTEN} VALUES ($n)" </dev/null >/dev/null 2>&1 && echo $n`;
  const writing = bash(
    `rm -f /run/stop; n=0; while [ ! -e /run/stop ]; do n=$((n+1)); ${write}; sleep 0.1; done; rm /run/stop`,
  );
  const inside = bash(`echo "BEGIN; TABLE restored; SELECT pg_sleep(900);" | ${PSQL} 2>&1`);
  const stop = async (): Promise<readonly string[]> => {
    await bash("touch /run/stop");
    expect((await inside).stdout).toContain("terminating connection");
    return (await writing).stdout.trim().split("\n");
  };
  return { stop };
}

test("what is restored runs, undo brings back what ran before, what was kept goes in time", async () => {
  await redis("SET", "oml:session-of-now", "1");
  const writer = await writeOn();
  const restored = await restores.restore();
  expect(restored, `${restored.reason}\n${restored.stderr}`).toMatchObject({ outcome: "restored", code: 0 });
  expect(await restores.serves()).toEqual({ data: "then", files: "then", login: 200, asterisk: "active" });
  expect(await restores.leftovers()).toMatch(/^omnileads_before_\S+\n\/etc\/asterisk\/custom_before_\S+$/);
  expect(await redis("EXISTS", "oml:session-of-now"), "of other data nothing is left").toBe("0");
  expect(await redis("EXISTS", "OML:REGENERATED"), "the application wrote it anew").toBe("1");
  const written = await writer.stop();
  expect(written.length, "rows were written before the exchange").toBeGreaterThan(10);
  await redis("SET", "oml:session-of-then", "1");
  const undone = await restores.run("--undo");
  expect(undone, undone.reason).toMatchObject({ outcome: "undone", code: 0 });
  expect(await restores.serves()).toEqual({ data: "now", files: "now", login: 200, asterisk: "active" });
  expect(await redis("EXISTS", "oml:session-of-then"), "nor of those undone").toBe("0");
  const kept = (await sql(`SELECT n FROM ${WRITTEN} ORDER BY n;`)).stdout.trim().split("\n");
  expect(kept, "every row that the server took is in what ran before").toEqual(
    expect.arrayContaining([...written]),
  );
  await sql(`DROP TABLE ${WRITTEN};`);
  expect(await restores.leftovers()).toMatch(/^omnileads_undone_\S+\n\/etc\/asterisk\/custom_undone_\S+$/);
  fleet.keepFormer("demo", "1s");
  await restores.sets.take("demo");
  expect(await restores.leftovers()).toBe("");
});

/** A restore, the way back, and the end of what it had brought. */
const EACH_WAY = [
  [[], "restored"],
  [["--undo"], "undone"],
  [["--accept"], "accepted"],
] as const;

test("a provider's database is restored as the application's own role, and back", async () => {
  const sets = new Sets(fleet);
  await sets.take("acme");
  for (const [words, outcome] of EACH_WAY) {
    const run = await sets.run("restore", "acme", "--confirm", "acme", ...words);
    expect(run, `${run.reason}\n${run.stderr}`).toMatchObject({ outcome, code: 0 });
  }
});

/** Who owns demo's table of these tests in acme's database, and what it says; empty where it is not there. */
async function inAcme(): Promise<string> {
  const query = `SELECT tableowner, (xpath('//note/text()', query_to_xml('SELECT note FROM restored', true, true, '')))[1]
    FROM pg_tables WHERE tablename = 'restored';`;
  const { code, stdout, stderr } = await sqlOfProvider(query, "acme");
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

/** What opens demo's repository and the bucket it lies in. */
const LENDERS = ["demo-example-backup-2f81c07e", "demo-example-e51b08"];
const ACME = ["acme-app", "acme-voice"] as const;

/**
 * Where these secrets show themselves while something runs on acme's hosts: in an argument, or in a journal. One that
 * is planted in both is looked for too, so that the search is seen to find.
 */
async function showing(secrets: readonly string[], during: () => Promise<void>): Promise<readonly string[]> {
  const planted = `planted-${String(Date.now())}`;
  const cursors = await Promise.all(ACME.map((host) => journalCursor(host)));
  const watch = new ArgumentsWatch();
  try {
    await during();
    await bash(`logger ${planted}; sleep 2; : ${planted}`, "acme-app");
  } finally {
    watch.stop();
  }
  const journals = await Promise.all(
    ACME.map((host, at) => bash(`journalctl -q -o export --after-cursor='${cursors[at] ?? ""}'`, host)),
  );
  const texts = [
    ...[...watch.seen].map((argv) => ["an argument", argv] as const),
    ...journals.map(({ stdout }, at) => [`${ACME[at] ?? ""}'s journal`, stdout] as const),
  ];
  const found = texts.flatMap(([where, text]) =>
    [planted, ...secrets].filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
  );
  expect(found).toContain(`an argument: ${planted}`);
  expect(found).toContain(`acme-app's journal: ${planted}`);
  return [...new Set(found)].filter((one) => !one.endsWith(planted));
}

test("another tenant's set becomes this one's own, and undo brings back what it had", async () => {
  const set = await restores.sets.take("demo");
  const words = ["--from-tenant", "demo", "--set", set, "--confirm"];
  const unmeant = await restores.sets.run("restore", "acme", ...words, "acme");
  expect(unmeant.stderr).toContain("--confirm 'acme from demo'");
  expect(await inAcme()).toBe("");
  const shown = await showing(LENDERS, async () => {
    const run = await restores.sets.run("restore", "acme", ...words, "acme from demo");
    expect(run, `${run.reason}\n${run.stderr}`).toMatchObject({ outcome: "restored", code: 0 });
    expect(LENDERS.filter((secret) => `${run.stdout}${run.stderr}`.includes(secret))).toEqual([]);
  });
  expect(shown).toEqual([]);
  expect(await inAcme()).toBe("acme|now");
  for (const word of ["--undo", "--accept"]) {
    const back = await restores.sets.run("restore", "acme", "--confirm", "acme", word);
    expect(back, back.reason).toMatchObject({ code: 0 });
  }
  expect(await inAcme()).toBe("");
});

test("whose role may not make databases is refused with what to grant, or restored as the administrator", async () => {
  const sets = new Sets(fleet);
  const { acme, provider } = CLOUD.database;
  const restore = (...words: string[]) => sets.run("restore", "acme", "--confirm", "acme", ...words);
  const owners = async () => (await sqlOfProvider(WHOSE, acme.user)).stdout;
  await sets.take("acme");
  await sqlOfProvider(`ALTER ROLE ${acme.user} NOCREATEDB`);
  try {
    const before = await owners();
    expect(before).toContain(`database:${acme.user} `);
    const refused = await restore();
    expect(refused).toMatchObject({ outcome: "refused", set: expect.any(String) as string });
    expect(refused.reason).toContain(`ALTER ROLE "${acme.user}" CREATEDB`);
    fleet.restoreAs("acme", provider);
    expect((await restore()).reason).toContain(`GRANT "${acme.user}" TO "${provider.user}"`);
    await sqlOfProvider(`GRANT ${acme.user} TO ${provider.user}`);
    const shown = await showing([provider.password], async () => {
      for (const [words, outcome] of EACH_WAY) {
        const run = await restore(...words);
        expect(run, `${run.reason}\n${run.stderr}`).toMatchObject({ outcome, code: 0 });
        expect(`${run.stdout}${run.stderr}`).not.toContain(provider.password);
        expect(await owners(), outcome).toBe(before);
      }
    });
    expect(shown).toEqual([]);
  } finally {
    await sqlOfProvider(`ALTER ROLE ${acme.user} CREATEDB; REVOKE ${acme.user} FROM ${provider.user}`);
  }
});

// A sample of `npm run soak -- restores`, which kills before every side effect of every step.
const kills = new RestoreKills(restores);

test("killed while the databases exchange their names, and between the folder's two: the next run heals", async () => {
  const swaps: readonly Kill[] = [
    { step: "swap", host: "demo-app" },
    { step: "swap", host: "demo-voice" },
  ];
  const { came, before, wrong } = await kills.killed(swaps, MIDDLE);
  expect({ came, wrong }).toEqual({ came: swaps, wrong: [] });
  expect(before).toEqual([
    expect.stringMatching(/^subprocess.Popen .*psql /),
    expect.stringMatching(/^os.rename \S+custom_restoring_\S+ \S+custom$/),
  ]);
});
