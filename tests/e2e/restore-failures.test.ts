/** What goes wrong with a restore leaves the tenant on its old or its new data, says so, and the next run goes on. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootHost, powerOff } from "../../lab/lab.ts";
import { finish, Fleet, killAll, start } from "./fleet.ts";
import { arm, plantKiller, removeKiller } from "./kills.ts";
import { allInvocations, eventually, restarted } from "./observe.ts";
import { Restores } from "./restores.ts";
import { bash, beginAnew, inBucket, opens, Sets, sql, sqlIn, sqlOfProvider } from "./sets.ts";

const fleet = new Fleet(["demo", "acme"]);
const restores = new Restores(fleet);
const NOW = { data: "now", files: "now", login: 200, asterisk: "active" };

beforeAll(async () => {
  fleet.addSetting("demo", "voice_changes: {wait: 0}");
  for (const tenant of ["demo", "acme"]) await fleet.converge(tenant, "--retry", ...opens(tenant));
  await restores.begin();
});
afterAll(async () => {
  await removeKiller("demo-app");
  fleet.remove();
});

/** The side effect of what heals an exchange before which the databases are closed and have their names still. */
const BEFORE_IT_RENAMES = 10;

/** Calls that demo's status counts. */
async function countCalls(): Promise<number | null> {
  const run = await finish(start(fleet.argv("status", "--tenant", "demo", "--format", "json")));
  const { hosts } = JSON.parse(run.stdout) as { hosts: readonly { host: string; calls: number | null }[] };
  return hosts.find(({ host }) => host === "omnileads-voice")?.calls ?? null;
}

/** Undoes a restore that came to no exchange: nothing is left of it, and nobody is told that anything came back. */
async function letGo(): Promise<void> {
  const undone = await restores.run("--undo");
  expect(undone, undone.reason).toMatchObject({ outcome: "undone", code: 0 });
  expect(undone.reason).toBe("What was loaded is removed; what runs was not touched.");
  expect(await restores.leftovers()).toBe("");
}

test("while a call is up nothing is exchanged; afterwards the same command goes on", async () => {
  const call = start(["sipp", "-sn", "uac", "192.0.2.12:5060", "-i", "192.0.2.1", "-m", "1", "-d", "600000"]);
  const ended = finish(call);
  try {
    expect(await eventually(async () => (await countCalls()) === 1, 60)).toBe(true);
    const postponed = await restores.restore();
    expect(postponed, postponed.reason).toMatchObject({ outcome: "postponed", code: 1 });
    expect(postponed.reason).toMatch(/1 call is up/);
    expect(await restores.serves()).toEqual(NOW);
  } finally {
    // A caller that is killed hangs nothing up.
    await bash("podman exec oml-asterisk-server asterisk -rx 'channel request hangup all'", "demo-voice");
    killAll(call);
    await ended;
  }
  expect(await eventually(async () => (await countCalls()) === 0, 60)).toBe(true);
  const restored = await restores.restore();
  expect(restored, restored.reason).toMatchObject({ outcome: "restored", code: 0, safety: null });
  await restores.goBack();
});

test("what is too broken for a set of it is replaced without one, and a former folder that is gone stops no undo half way", async () => {
  const former = "/etc/asterisk/former";
  await bash(`mv /etc/asterisk/custom ${former}`, "demo-voice");
  const failed = await restores.restore();
  expect(failed, failed.reason).toMatchObject({ outcome: "failed", code: 1, safety: null });
  expect(failed.reason).toMatch(/custom is not there.*nothing was restored.*is not concerned.*--without-set/);
  const restored = await restores.restore("--without-set");
  expect(restored, restored.reason).toMatchObject({ outcome: "restored", code: 0, safety: null });
  const then = { ...NOW, data: "then", files: "then" };
  expect(await restores.serves()).toEqual(then);
  const refused = await restores.run("--undo");
  expect(refused, refused.reason).toMatchObject({ outcome: "refused", code: 1 });
  const gone = /Nothing was done: (\S+_before_\S+) is gone/.exec(refused.reason)?.[1];
  expect(gone, refused.reason).toBeDefined();
  expect(await restores.serves()).toEqual(then);
  await bash(`mv ${former} ${gone ?? ""}`, "demo-voice");
  await restores.goBack();
  expect(await restores.serves()).toEqual(NOW);
});

test("data on which the application does not become healthy: names go back, and undo lets the rest go", async () => {
  await sql("ALTER TABLE auth_user RENAME TO auth_user_away;");
  const sick = await restores.sets.take("demo");
  await sql("ALTER TABLE auth_user_away RENAME TO auth_user;");
  const failed = await restores.run("--set", sick);
  expect(failed, failed.reason).toMatchObject({ outcome: "failed", code: 1 });
  expect(failed.reason).toMatch(/What ran before runs again/);
  expect(await restores.serves()).toEqual(NOW);
  await letGo();
});

test("what one host cannot load goes; what the other has loaded stays until the same command, or --undo", async () => {
  const folder = "/etc/asterisk";
  await bash(`mount --bind ${folder} ${folder} && mount -o remount,bind,ro ${folder}`, "demo-voice");
  const failed = await restores.restore().finally(() => bash(`umount ${folder}`, "demo-voice"));
  expect(failed, failed.reason).toMatchObject({ outcome: "failed", code: 1 });
  expect(failed.reason).toMatch(/^omnileads-voice: .*What was loaded here is removed\./);
  expect(failed.reason).toMatch(/What omnileads-app loaded stays/);
  expect(await restores.serves()).toEqual(NOW);
  expect(await restores.leftovers()).toMatch(/^omnileads_restoring_\S+$/);
  await letGo();
});

test("exchanged on one host alone, nothing that is kept goes, and the same command goes on, though it names no set", async () => {
  const folder = "/etc/asterisk";
  const isLoaded = `grep -q '"state": "loaded"' /var/lib/oml/restore.json`;
  const spoil = `mount --bind ${folder} ${folder} && mount -o remount,bind,ro ${folder}`;
  const spoilt = bash(`until ${isLoaded}; do sleep 0.05; done; ${spoil}`, "demo-voice");
  const failed = await restores.restore();
  await spoilt;
  await bash(`umount ${folder}`, "demo-voice");
  expect(failed, failed.reason).toMatchObject({ outcome: "failed", code: 1 });
  expect(failed.reason).toMatch(
    /^The database is the set's and in use; Asterisk's files are not exchanged yet\. /,
  );
  expect(await restores.serves()).toEqual({ ...NOW, data: "then" });
  const accepted = await restores.run("--accept");
  expect(accepted, accepted.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(accepted.reason).toMatch(/^omnileads-app: Nothing was done: the restore of \S+ is not finished/);
  expect(await restores.leftovers(), "the way back is kept").toMatch(/^omnileads_before_\S+/);
  const restored = await restores.run();
  expect(restored, restored.reason).toMatchObject({ outcome: "restored", code: 0, safety: null });
  expect(await restores.serves()).toEqual({ ...NOW, data: "then", files: "then" });
  const before = await allInvocations();
  const again = await restores.restore();
  expect(again, again.reason).toMatchObject({ outcome: "restored", code: 0 });
  expect(again.reason).toMatch(/ nothing was exchanged now\.$/);
  expect(restarted(before, await allInvocations()), "nothing was stopped for that").toEqual([]);
  await restores.goBack();
});

test("the database server goes away in the exchange: said to have failed, it is put back once the server is there", async () => {
  // systemd stops the server behind all that uses it: the exchange holds still meanwhile, or it may be through first.
  const [exchange, away] = ["'oml-restore-swap-*'", "systemctl stop postgresql"];
  const held = `systemctl kill -s STOP ${exchange}; ${away}; systemctl kill -s CONT ${exchange}`;
  const outage = bash(
    `while [ ! -e /var/lib/oml/swap.json ]; do sleep 0.05; done; ${held}; sleep 30; systemctl start postgresql`,
  );
  const failed = await restores.restore();
  await outage;
  expect(failed, failed.reason).toMatchObject({ outcome: "failed", code: 1 });
  expect(failed.reason).toMatch(/could not be put back yet: .* stopped; the host goes on putting it back/);
  const isBack = async (): Promise<boolean> => {
    const { code } = await bash("test ! -e /var/lib/oml/swap.json");
    return code === 0 && (await restores.serves()).login === 200;
  };
  expect(await eventually(isBack, 120)).toBe(true);
  expect(await restores.serves()).toEqual(NOW);
  await letGo();
});

test("the runner is lost and the power fails in the middle of the exchange: the host ends it as it boots", async () => {
  await plantKiller("demo-app");
  await arm("demo-app", "oml-restore-swap", { at: BEFORE_IT_RENAMES, stays: true });
  await restores.loseRunner("[ -e /var/lib/oml/swap.json ]");
  // What heals it is killed there: nobody is let in any more, and no name is exchanged.
  const isClosed = async (): Promise<boolean> => {
    const names = await sqlIn("postgres", "SELECT datname, datallowconn FROM pg_database ORDER BY 1");
    return /omnileads\|f\nomnileads_restoring_\S+\|t\n/.test(names.stdout);
  };
  expect(await eventually(isClosed, 60)).toBe(true);
  expect((await bash("cat /var/lib/oml/swap.json")).code, "the exchange is open").toBe(0);
  await removeKiller("demo-app");
  await powerOff("demo-app", { hard: true });
  await bootHost("demo-app");
  const isEnded = async (): Promise<boolean> => {
    const { code } = await bash("test ! -e /var/lib/oml/swap.json");
    return code === 0 && (await restores.serves()).login === 200;
  };
  expect(await eventually(isEnded, 180)).toBe(true);
  const restored = await restores.restore();
  expect(restored, restored.reason).toMatchObject({ outcome: "restored", code: 0 });
  expect(await restores.serves()).toEqual({ data: "then", files: "then", login: 200, asterisk: "active" });
  await restores.goBack();
});

test("a set of a newer server, or a damaged one, is refused before anything is exchanged", async () => {
  const sets = new Sets(fleet);
  await beginAnew();
  const set = await sets.take("acme");
  const lent = ["--from-tenant", "acme", "--set", set, "--confirm", "demo from acme"];
  const newer = await sets.run("restore", "demo", ...opens("acme"), ...lent);
  expect(newer, newer.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(newer.reason).toMatch(/the set is of PostgreSQL 15, and the server is 13/);
  const flip = "f=open('/tmp/o','r+b'); b=bytearray(f.read()); b[len(b)//2]^=4; f.seek(0); f.write(b)";
  await inBucket(
    `for o in $($M find $R/data --name '*'); do $M cat $o >/tmp/o; python3 -c "${flip}"; $M cp /tmp/o $o; done`,
  );
  const failed = await sets.run("restore", "acme", "--confirm", "acme", "--set", set);
  expect(failed, failed.reason).toMatchObject({ outcome: "failed", code: 1 });
  for (const host of ["acme-app", "acme-voice"] as const) {
    const { stdout } = await bash("ls /var/lib/oml /etc/asterisk", host);
    expect(stdout).not.toMatch(/restore.json|swap.json|restoring/);
  }
  const beside = await sqlOfProvider("SELECT count(*) FROM pg_database WHERE datname LIKE '%restoring%'");
  expect(beside.stdout.trim(), "nothing of it is left beside what runs").toBe("0");
  await beginAnew();
});
