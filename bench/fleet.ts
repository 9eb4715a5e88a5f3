/** A run's first job on generated fleets: read, judge, render with locks, find candidates, pack them; and what a run writes. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "../src/components/catalogue.ts";
import { readFleetFolder } from "../src/files/fleet-folder.ts";
import { readHistory } from "../src/files/git-branch.ts";
import { judge } from "../src/files/judge.ts";
import { readMergesFor } from "../src/files/git-merges.ts";
import { tenantAtTip } from "../src/fleet/at-tip.ts";
import type { TenantRecord } from "../src/fleet/record.ts";
import { planRun, tenantsIn, type RunPlan, type TenantAtTip } from "../src/fleet/run-plan.ts";
import { matrixOf, MOST_JOBS } from "../src/fleet/shards.ts";
import { packRecords } from "../src/github/pack-records.ts";
import { readTenant } from "../src/inventory/read-tenant.ts";
import { WAVES, type Wave } from "../src/inventory/wave.ts";
import { formatLock, type LockedImage } from "../src/lock/lock.ts";
import { renderTenant } from "../src/plan/planned.ts";
import { imagesByComponent } from "../src/release/render.ts";
import { atMost, comparison, type Figure } from "./figure.ts";
import { generateFleet, makeCertificate, nameOf } from "./generate/fleet.ts";

const SMALL = 300;
const LARGE = 10_000;
const TOOLKIT = "a".repeat(40);
const RUN = "https://github.com/example/fleet/actions/runs/1";

/** Assumed, not measured here: what a tenant with nothing to do may take (`npm run bench -- noop`), and a job's start. */
const ASSUMED = { secondsPerTenant: 2.5, tenantsAtOnce: 4, jobsAtOnce: 20, jobStart: 60 } as const;

export const leftOut =
  "The job's start and its checkout, the reading and writing of records at GitHub, and the artifacts; " +
  "the branch has a dozen commits, and a checkout of a long history takes git longer.";

/** Plans a push to both fleets, and a scheduled run of all their tenants. */
export async function measure(): Promise<readonly Figure[]> {
  return [...(await measureFleet(SMALL, 10)), ...(await measureFleet(LARGE, 60))];
}

async function measureFleet(count: number, bound: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "oml-bench-"));
  try {
    const commits = makeRepository(folder, count);
    const [began, used] = [performance.now(), process.cpuUsage()];
    const tenants = await readFleet(folder);
    const push = plan(folder, tenants, commits, "push");
    const seconds = round((performance.now() - began) / 1000);
    const { user, system } = process.cpuUsage(used);
    const whole = plan(folder, tenants, commits, "schedule");
    const title = `${count.toLocaleString("en")} tenants`;
    return [
      atMost(`${title}: plan of a push`, seconds, "s", bound),
      comparison(`${title}: plan of a push, processor`, round((user + system) / 1e6), "s"),
      comparison(`${title}: candidates of a push`, Object.keys(push.why).length, "tenants"),
      comparison(`${title}: merges that a canary does not run yet`, push.merges.length, "merges"),
      ...figuresOf(title, whole),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(title: string, whole: RunPlan): readonly Figure[] {
  const jobs = WAVES.map((wave) => whole.shards.filter((shard) => shard.wave === wave).length);
  const outputs = WAVES.map((wave) => matrixOf(whole.shards, wave)).join("");
  const { secondsPerTenant, tenantsAtOnce, jobsAtOnce, jobStart } = ASSUMED;
  const assumption = `${secondsPerTenant} s a tenant, ${tenantsAtOnce} at once, ${jobsAtOnce} jobs at once, ${jobStart} s a job's start`;
  const writes = writesOf(whole);
  const isSmall = title.startsWith("300 ");
  return [
    atMost(`${title}: jobs of a wave, most`, Math.max(...jobs), "jobs", MOST_JOBS),
    comparison(`${title}: shards of a whole run`, whole.shards.length, "shards"),
    comparison(`${title}: a whole run (${assumption})`, minutesOf(whole), "minutes"),
    atMost(`${title}: outputs of the job`, outputs.length * 2, "bytes", 1024 * 1024),
    comparison(`${title}: the plan's document`, round(JSON.stringify(whole).length / 1e6), "MB"),
    isSmall
      ? atMost(`${title}: API writes of a whole run`, writes, "writes", 20)
      : comparison(`${title}: API writes of a whole run`, writes, "writes"),
  ];
}

/** Two to open the run, one to close it, two a deployment. */
function writesOf(plan: RunPlan): number {
  const sizes = Object.fromEntries(WAVES.map((wave) => [wave, tenantsIn(plan, wave)]));
  const packed = WAVES.flatMap((wave) => {
    const names = plan.shards.filter((shard) => shard.wave === wave).flatMap(({ tenants }) => tenants);
    const records = names.map((name) => recordAt(name, plan.commit, plan.records[name]?.images ?? {}));
    return packRecords(wave, records, { commit: plan.commit, run: RUN, sizes });
  });
  return 3 + 2 * packed.length;
}

/** Waves one after another; the jobs of a wave as many at once as the plan allows. */
function minutesOf({ shards }: RunPlan): number {
  const { secondsPerTenant, tenantsAtOnce, jobsAtOnce, jobStart } = ASSUMED;
  const seconds = WAVES.map((wave) => {
    const sizes = shards.filter((shard) => shard.wave === wave).map(({ tenants }) => tenants.length);
    const job = jobStart + Math.ceil(Math.max(0, ...sizes) / tenantsAtOnce) * secondsPerTenant;
    return Math.ceil(sizes.length / jobsAtOnce) * job;
  });
  return round(seconds.reduce((sum, wave) => sum + wave, 0) / 60);
}

/** All that stands between a checkout and its tenants: every file judged, every release rendered by its lock. */
async function readFleet(folder: string): Promise<readonly TenantAtTip[]> {
  const directory = join(folder, "instances");
  const now = new Date();
  const { folder: read, findings } = await judge({ directory, prefix: "instances/", now });
  const wrong = findings.problems.find(({ severity }) => severity === "error");
  if (wrong !== undefined) throw new Error(`${wrong.file}: ${wrong.message}`);
  for (const tenant of read.tenants) {
    const rendered = renderTenant(tenant, { now, preparedFor: () => "" });
    if (rendered?.unlocked.length !== 0) throw new Error(`${tenant.name} is not rendered by its lock`);
  }
  return read.tenants.map(tenantAtTip);
}

/** From the tenants, the history and their records to shards. */
function plan(
  folder: string,
  tenants: readonly TenantAtTip[],
  commits: readonly string[],
  kind: "push" | "schedule",
): RunPlan {
  const at = (place: number): string => commits.at(place) ?? "";
  const tip = at(-1);
  const records = new Map(
    tenants.map(({ name, images }, place) => [name, recordAt(name, at(place % (COMMITS - 1)), images)]),
  );
  const history = readHistory(folder, at(COMMITS / 2), records.values(), tip);
  const fixed = {
    commit: tip,
    toolkit: TOOLKIT,
    prefix: "instances/",
    isPartial: false,
    reviewed: [],
  } as const;
  const known = { tenants, records, prefix: fixed.prefix, ...history };
  const merges = readMergesFor(folder, known, tip);
  const planned = planRun({ trigger: { kind }, ...known, merges, ...fixed });
  if (!planned.ok) throw new Error(planned.message);
  return planned.plan;
}

function recordAt(tenant: string, commit: string, images: Readonly<Record<string, string>>): TenantRecord {
  const when = "2026-01-01T00:00:00.000Z";
  const reason = "Both hosts run this release and are healthy.";
  const release = digest(`${tenant} ${commit}`);
  const told = {
    outcome: "unchanged",
    commit,
    release,
    finished: when,
    since: when,
    run: RUN,
    reason,
  } as const;
  return { tenant, ...told, images, toolkit: TOOLKIT, settled: commit };
}

/** Commits of the branch: a tenant was last deployed at any of them but the last, the whole fleet at the middle one. */
const COMMITS = 12;

/** A repository each of whose commits changes other tenants, every thirtieth, canaries among them; all of them, oldest first. */
function makeRepository(folder: string, count: number): readonly string[] {
  const instances = join(folder, "instances");
  generateFleet(instances, count, makeCertificate(folder));
  for (const sources of readFleetFolder(instances, "").tenants) {
    const result = readTenant(sources);
    if (!result.ok) throw new Error(`${sources.name} is generated with errors`);
    const components = Object.entries(imagesByComponent(result.tenant, catalogue)).map(
      ([name, images]) => [name, images.map(locked)] as const,
    );
    const lock = formatLock({ format: 1, components: Object.fromEntries(components) });
    writeFileSync(join(instances, sources.name, "images.lock.json"), lock);
    const wave = `${sources.tenantFile?.text ?? ""}wave: ${waveOf(sources.name)}\n`;
    writeFileSync(join(instances, sources.name, "tenant.yml"), wave);
  }
  git(folder, "init", "-q", "-b", "main");
  const commits = [commit(folder)];
  while (commits.length < COMMITS) {
    for (let number = commits.length; number <= count; number += 30)
      appendFileSync(join(instances, nameOf(number), "tenant.yml"), `# ${commits.length}\n`);
    commits.push(commit(folder));
  }
  return commits;
}

/** Of a hundred tenants two are canaries, and the last wave is the largest. */
function waveOf(name: string): Wave {
  const place = Number(name.slice(-2));
  return place < 2 ? 1 : place < 15 ? 2 : place < 45 ? 3 : 4;
}

function locked({ image, tag }: { readonly image: string; readonly tag: string }): LockedImage {
  return { image, tag, digest: `sha256:${digest(`${image}:${tag}`)}` };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function commit(folder: string): string {
  git(folder, "add", "instances");
  git(folder, "commit", "-q", "-m", "Change the fleet");
  return git(folder, "rev-parse", "HEAD");
}

function git(folder: string, ...args: readonly string[]): string {
  const settings = ["user.name=Bench", "user.email=bench@example.com", "gc.auto=0", "commit.gpgsign=false"];
  const argv = ["-C", folder, ...settings.flatMap((setting) => ["-c", setting]), ...args];
  return execFileSync("git", argv, { encoding: "utf8", stdio: "pipe", maxBuffer: 1 << 28 }).trim();
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
