/** A restore of 100 MB: how long the login page is away, how soon it is undone, and both hosts lost and brought back. */
import { readFileSync, writeFileSync } from "node:fs";
import { resetHosts, up } from "../lab/lab.ts";
import { Fleet, inLab, type Run } from "../tests/e2e/fleet.ts";
import { loginStatus } from "../tests/e2e/observe.ts";
import { bash, DIALPLAN, Sets, sql } from "../tests/e2e/sets.ts";
import { atMost, comparison, type Figure } from "./figure.ts";
import { askLoginPage } from "./load/login-page.ts";

const ROWS = 200_000;
const RATE = 10;
/** Milliseconds after which a visitor takes the page to be away. */
const PATIENCE = 1_000;
const OURS = "; of the set\n";
const APP = "192.0.2.11";
const HOSTS = ["demo-app", "demo-voice"] as const;
const BUCKET = `  bucket:
    url: https://s3.cloud.example
    name: acme-restores
    access_key: ACMELABACCESSKEY
    secret_key: lab-acme-bucket-51d0
`;

/** Demo with its sets in a provider's bucket: what is left where both hosts are lost. */
export async function measure(): Promise<readonly Figure[]> {
  await up();
  const fleet = new Fleet();
  const file = fleet.path("demo", "tenant.yml");
  writeFileSync(file, readFileSync(file, "utf8").replace("  on_host: true\n", BUCKET));
  try {
    await fleet.converge("demo", "--retry");
    await sql(`DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench;
      CREATE TABLE bench.rows AS SELECT n, md5(n::text) || repeat(' agent', 80) AS text FROM generate_series(1, ${String(ROWS)}) n;`);
    return await figures(fleet);
  } finally {
    await sql("DROP SCHEMA IF EXISTS bench CASCADE;");
    fleet.remove();
  }
}

async function figures(fleet: Fleet): Promise<readonly Figure[]> {
  await bash(`printf '${OURS}' >${DIALPLAN}`, "demo-voice");
  const set = await new Sets(fleet).take("demo");
  const restored = await probed(() => call(fleet, "--set", set));
  const silent = await asteriskAway();
  const undone = await probed(() => call(fleet, "--undo"));
  await call(fleet, "--accept");
  const lost = await comeBack(fleet, set);
  return [
    comparison("the whole restore, a safety set included", restored.wall, "s"),
    atMost("login page away while names are exchanged", restored.away, "s", 5),
    comparison("Asterisk stopped meanwhile", silent, "s"),
    atMost("the whole undo", undone.wall, "s", 10),
    comparison("login page away while it is undone", undone.away, "s"),
    atMost("empty hosts to a login page on the set's data", lost, "s", 300),
  ];
}

interface Probed {
  readonly wall: number;
  /** Seconds in which the login page did not answer with 200, or not in time. */
  readonly away: number;
}

/** Does something while the login page is asked ten times a second. */
async function probed(work: () => Promise<void>): Promise<Probed> {
  const page = askLoginPage(RATE, PATIENCE);
  const began = performance.now();
  await work();
  const wall = (performance.now() - began) / 1000;
  const { sent, answered, perSecond } = await page.end();
  if (answered < RATE)
    throw new Error(`the login page answered ${String(answered)} of ${String(sent)} times`);
  if (perSecond < 0.98 * RATE) throw new Error(`it was asked ${String(perSecond)} times a second alone`);
  return { wall, away: (sent - answered) / RATE };
}

/** Seconds for which Asterisk's unit did not run when it was last stopped and started. */
async function asteriskAway(): Promise<number> {
  const properties = "ActiveExitTimestampMonotonic,ActiveEnterTimestampMonotonic";
  const { stdout } = await bash(`systemctl show --property=${properties} asterisk`, "demo-voice");
  const at = (name: string): number => Number(new RegExp(`${name}=(\\d+)`).exec(stdout)?.[1]) / 1e6;
  return at("ActiveEnterTimestampMonotonic") - at("ActiveExitTimestampMonotonic");
}

async function call(fleet: Fleet, ...words: readonly string[]): Promise<void> {
  done(await inLab(fleet.argv("restore", "--tenant", "demo", "--confirm", "demo", ...words)));
}

function done({ code, stdout, stderr }: Run): void {
  if (code !== 0) throw new Error(`${stdout}\n${stderr}`);
}

/** Seconds from two empty hosts to a login page on the data of the set. */
async function comeBack(fleet: Fleet, set: string): Promise<number> {
  await resetHosts(HOSTS);
  for (const host of HOSTS) await bash("podman image rm --all --force", host);
  const began = performance.now();
  await fleet.converge("demo");
  await call(fleet, "--set", set);
  if ((await loginStatus(APP)) !== 200) throw new Error("the login page is away");
  const seconds = (performance.now() - began) / 1000;
  const { stdout } = await sql("SELECT count(*) FROM bench.rows;");
  if (Number(stdout) !== ROWS) throw new Error(`of ${String(ROWS)} rows ${stdout.trim()} are back`);
  if ((await bash(`cat ${DIALPLAN}`, "demo-voice")).stdout !== OURS)
    throw new Error("Asterisk's files are not back");
  return seconds;
}
