/** A backup of 500 MB: beside what a dump alone costs, what a second set sends, the memory and the disk it takes. */
import { spawnSync, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { onHost, onHostArgv, up } from "../lab/lab.ts";
import { Fleet, finish, start } from "../tests/e2e/fleet.ts";
import { sql } from "../tests/e2e/sets.ts";
import { atLeast, atMost, comparison, type Figure } from "./figure.ts";

const MEGABYTES = 500;
/**
 * Rows of half a kilobyte, of which a compressor saves something, as of a contact centre's tables; others in each run,
 * so that the bucket holds none of them.
 */
const ROW = `(SELECT string_agg(md5('${String(Date.now())}' || n || i), '') FROM generate_series(1, 10) i) || repeat(' agent', 30)`;
const ROWS = MEGABYTES * 2000;

async function ask(statement: string): Promise<void> {
  const done = await sql(`\\set ON_ERROR_STOP on\n${statement}`);
  if (done.code !== 0) throw new Error(done.stderr);
}

/** Writes rows that no earlier call wrote. */
function insert(from: number, count: number): Promise<void> {
  const numbers = `generate_series(${String(from)}, ${String(from + count - 1)}) n`;
  return ask(`INSERT INTO bench.rows (text) SELECT ${ROW} FROM ${numbers};`);
}

/** Seconds a plain dump takes into a program of this machine: the hosts have no zstd. */
async function dumpInto(program: string, ...options: readonly string[]): Promise<number> {
  const dump = ["podman", "exec", "oml-postgresql-server", "pg_dump", "-U", "omnileads", ...options];
  const script = `set -o pipefail; "$@" | ${program} >/dev/null`;
  const began = performance.now();
  const { status } = spawnSync("bash", ["-c", script, "bash", ...onHostArgv("demo-app", dump)]);
  if (status !== 0) throw new Error(`pg_dump | ${program} failed`);
  return (performance.now() - began) / 1000;
}

/** Measures the first set, then a second one after a hundredth more rows, and one after a hundredth was changed. */
export async function measure(): Promise<readonly Figure[]> {
  await up();
  const fleet = new Fleet();
  await fleet.converge("demo", "--retry");
  await sql("DROP SCHEMA IF EXISTS bench CASCADE;");
  await ask("CREATE SCHEMA bench; CREATE TABLE bench.rows (n bigserial PRIMARY KEY, text text);");
  await insert(1, ROWS);
  try {
    return await figures(fleet);
  } finally {
    await sql("DROP SCHEMA bench CASCADE;");
    fleet.remove();
  }
}

async function figures(fleet: Fleet): Promise<readonly Figure[]> {
  await dumpInto("cat", "-Fc", "-Z0");
  const zstd = await dumpInto("zstd -3 -q", "-Fc", "-Z0");
  const gzip = await dumpInto("gzip");
  const first = await backUp(fleet);
  await insert(ROWS + 1, ROWS / 100);
  const second = await backUp(fleet);
  await ask("UPDATE bench.rows SET text = reverse(text) WHERE n % 100 = 7;");
  const { result: third, peak: disk } = await growthOf(() => backUp(fleet));
  return [
    comparison("pg_dump -Z0 | zstd -3", zstd, "s"),
    comparison("pg_dump | gzip", gzip, "s"),
    comparison("dump to stored snapshot", first.dump, "s"),
    atMost("beside pg_dump | zstd", first.dump / zstd, "times", 3.5),
    atMost("beside pg_dump | gzip", first.dump / gzip, "times", 0.7),
    comparison("the whole command", first.wall, "s"),
    ...first.steps.map(({ title, seconds }) => comparison(`of it: ${title}`, seconds, "s")),
    comparison("size of the set", first.bytes / 1e6, "MB"),
    comparison("sent by the first set", first.sent / 1e6, "MB"),
    atMost("sent by a second set with 1 % more rows", (100 * second.sent) / first.sent, "%", 10),
    comparison("sent by a third set with 1 % scattered rows changed", (100 * third.sent) / first.sent, "%"),
    atLeast("memory of dump, measure and store, seen", first.memory, "MB", 1),
    atMost("memory of dump, measure and store", first.memory, "MB", 300),
    atMost("largest growth of the disk outside the bucket, at the third set", disk / 1e6, "MB", 50),
  ];
}

interface Taken {
  readonly wall: number;
  /** What the command told of, and the seconds since it told of something before: Ansible's own among them. */
  readonly steps: readonly { readonly title: string; readonly seconds: number }[];
  readonly dump: number;
  readonly bytes: number;
  /** Bytes by which the bucket grew. */
  readonly sent: number;
  readonly memory: number;
}

async function backUp(fleet: Fleet): Promise<Taken> {
  const before = await sizeOf(BUCKET);
  const began = performance.now();
  const child = start(fleet.argv("backup", "--tenant", "demo", "--format", "json"));
  const steps = stepsOf(child);
  const taking = finish(child);
  const [run, memory] = await Promise.all([taking, peakOf(taking, 200, memoryNow)]);
  const report = JSON.parse(run.stdout) as {
    outcome: string;
    reason: string;
    dumpSeconds: number;
    bytes: number;
  };
  if (report.outcome !== "backed-up") throw new Error(report.reason);
  return {
    wall: (performance.now() - began) / 1000,
    steps: steps.map(({ title, at }, place) => {
      return { title, seconds: (at - (steps[place - 1]?.at ?? began)) / 1000 };
    }),
    dump: report.dumpSeconds,
    bytes: report.bytes,
    sent: (await sizeOf(BUCKET)) - before,
    memory,
  };
}

/**
 * What came of something, and by how many bytes more than before it lay beside the bucket meanwhile. That is counted
 * file by file, which takes its time: what is timed is not measured so.
 */
async function growthOf<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly peak: number }> {
  const before = await sizeOf(BESIDE);
  const working = work();
  const [result, most] = await Promise.all([working, peakOf(working, 1000, () => sizeOf(BESIDE))]);
  return { result, peak: most - before };
}

/** What a backup says it has done, as it goes on. */
function stepsOf(child: ChildProcess): readonly { readonly title: string; readonly at: number }[] {
  const steps: { title: string; at: number }[] = [];
  child.stderr?.on("data", (data: Buffer) => {
    for (const [, title = ""] of data.toString().matchAll(/: ([^:\n]+): done/g))
      steps.push({ title, at: performance.now() });
  });
  return steps;
}

const BUCKET = "$(podman volume inspect oml_minio --format '{{.Mountpoint}}')";
/** Wherever a dump could lie: restic's cache and the containers' own layers too; not volumes, nor what is only mounted there. */
const BESIDE =
  "--exclude=/var/lib/containers/storage/volumes /tmp /var/tmp /root /run /var/lib/oml /var/cache /var/lib/containers";

async function sizeOf(paths: string): Promise<number> {
  const { stdout } = await onHost("demo-app", ["bash", "-c", `du -sbcx ${paths} | tail -1 | cut -f1`]);
  return Number(stdout.trim());
}

/** The most of something that is seen, looked at every so many milliseconds while something runs. */
async function peakOf(
  running: Promise<unknown>,
  every: number,
  look: () => number | Promise<number>,
): Promise<number> {
  const state = { isOver: false, peak: 0 };
  const over = running.finally(() => (state.isOver = true)).catch(() => undefined);
  while (!state.isOver) {
    state.peak = Math.max(state.peak, await look());
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  await over;
  return state.peak;
}

/** Resident memory, in MB, of the programs a dump goes through. */
function memoryNow(): number {
  const kilobytes = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        const argv = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        if (!/^\S*restic-\S* .*backup|oml_host backup|^\S*pg_dump |podman run .*pg_dump/.test(argv)) return 0;
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
      } catch {
        return 0;
      }
    });
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}
