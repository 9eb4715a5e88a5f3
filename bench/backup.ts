/** A backup of 500 MB: beside what a dump alone costs, what a second set sends, the memory and the disk it takes. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { onHost, onHostArgv, up } from "../lab/lab.ts";
import { Fleet, inLab } from "../tests/e2e/fleet.ts";
import { sql } from "../tests/e2e/sets.ts";
import { atMost, comparison, type Figure } from "./figure.ts";

const MEGABYTES = 500;
/** Rows of half a kilobyte, of which a compressor saves something, as of a contact centre's tables. */
const ROW =
  "(SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, 10) i) || repeat(' agent', 30)";
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

/** Measures the first set, then a second one after a hundredth more rows. */
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
  return [
    comparison("pg_dump -Z0 | zstd -3", zstd, "s"),
    comparison("pg_dump | gzip", gzip, "s"),
    comparison("dump to stored snapshot", first.dump, "s"),
    atMost("beside pg_dump | zstd", first.dump / zstd, "times", 3.5),
    atMost("beside pg_dump | gzip", first.dump / gzip, "times", 0.7),
    comparison("the whole command, read back included", first.wall, "s"),
    comparison("size of the set", first.bytes / 1e6, "MB"),
    comparison("sent by the first set", first.sent / 1e6, "MB"),
    atMost("sent by a second set with 1 % more rows", (100 * second.sent) / first.sent, "%", 10),
    atMost("memory of dump, measure and store", first.memory, "MB", 300),
    atMost("largest growth of the disk outside the bucket", first.disk, "MB", 50),
  ];
}

interface Taken {
  readonly wall: number;
  readonly dump: number;
  readonly bytes: number;
  /** Bytes by which the bucket grew. */
  readonly sent: number;
  readonly memory: number;
  readonly disk: number;
}

async function backUp(fleet: Fleet): Promise<Taken> {
  const before = await sizeOf(BUCKET);
  const disk = await sizeOf(BESIDE);
  const began = performance.now();
  const taking = inLab(fleet.argv("backup", "--tenant", "demo", "--format", "json"));
  const [run, memory, most] = await Promise.all([
    taking,
    peakOf(taking, 200, memoryNow),
    // What lies there is counted file by file, which takes from what is measured.
    peakOf(taking, 1000, () => sizeOf(BESIDE)),
  ]);
  const report = JSON.parse(run.stdout) as {
    outcome: string;
    reason: string;
    dumpSeconds: number;
    bytes: number;
  };
  if (report.outcome !== "backed-up") throw new Error(report.reason);
  return {
    wall: (performance.now() - began) / 1000,
    dump: report.dumpSeconds,
    bytes: report.bytes,
    sent: (await sizeOf(BUCKET)) - before,
    memory,
    disk: (most - disk) / 1e6,
  };
}

const BUCKET = "$(podman volume inspect oml_minio --format '{{.Mountpoint}}')";
/** Wherever a dump could lie: restic's cache and the containers' own layers too, the volumes not. */
const BESIDE =
  "--exclude=/var/lib/containers/storage/volumes /tmp /var/tmp /root /run /var/lib/oml /var/cache /var/lib/containers";

async function sizeOf(paths: string): Promise<number> {
  const { stdout } = await onHost("demo-app", ["bash", "-c", `du -sbc ${paths} | tail -1 | cut -f1`]);
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
        if (!/^\S*restic-\S* .*backup|oml_host backup|^\S*pg_dump /.test(argv)) return 0;
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
      } catch {
        return 0;
      }
    });
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}
