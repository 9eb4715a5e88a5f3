/** `oml validate` on generated fleets, one process each, its start included; beside it what `ansible-inventory` takes. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atMost, comparison, median, type Figure } from "./figure.ts";
import { generateFleet, makeCertificate, nameOf } from "./generate/fleet.ts";

const ROOT = join(import.meta.dirname, "..");
const RUNS = 5;
const SMALL = 1_000;
const LARGE = 10_000;
const SAMPLE = 3;

/** One run of a program: seconds of wall clock and of processors, and the most memory it held. */
interface Cost {
  readonly seconds: number;
  readonly processor: number;
  readonly megabytes: number;
}

/** Starts a program, waits for it and asks the kernel what it took. */
const MEASURE = `
import json, os, subprocess, sys, time
began = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
seconds = time.monotonic() - began
print(json.dumps({
    "seconds": seconds,
    "processor": usage.ru_utime + usage.ru_stime,
    "megabytes": usage.ru_maxrss / 1024,
    "code": os.waitstatus_to_exitcode(status),
}))
`;

/** Generates both fleets and measures them. */
export async function measure(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "oml-bench-"));
  try {
    const wildcard = makeCertificate(folder);
    const small = join(folder, "small");
    const large = join(folder, "large");
    generateFleet(small, SMALL, wildcard);
    generateFleet(large, LARGE, wildcard);
    const first = validate(small, { NODE_COMPILE_CACHE: join(folder, "cache") });
    const runs = Array.from({ length: RUNS }, () => validate(small));
    const big = [validate(large), validate(large)];
    const seconds = median(runs.map((run) => run.seconds));
    const most = Math.min(...big.map((run) => run.seconds));
    return [
      atMost("1,000 tenants: wall, median", round(seconds), "s", 2),
      atMost(
        "1,000 tenants: memory, most",
        Math.round(Math.max(...runs.map((run) => run.megabytes))),
        "MB",
        400,
      ),
      atMost("10,000 tenants: wall", round(most), "s", 15),
      atMost("time per tenant, 10,000 to 1,000", round(most / LARGE / (seconds / SMALL)), "ratio", 1.5),
      comparison("1,000 tenants: processor", round(median(runs.map((run) => run.processor))), "s"),
      comparison("10,000 tenants: processor", round(Math.min(...big.map((run) => run.processor))), "s"),
      comparison("10,000 tenants: memory", Math.round(Math.max(...big.map((run) => run.megabytes))), "MB"),
      comparison("1,000 tenants: first run, no code cached", round(first.seconds), "s"),
      comparison(`ansible-inventory --list: ${SAMPLE} tenants, scaled to 1,000`, ansible(small), "s"),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function validate(instances: string, environment: Readonly<Record<string, string>> = {}): Cost {
  return run([join(ROOT, "bin", "oml"), "validate", "--instances", instances], environment);
}

/** It reads one tenant a process: two inventories at once would be merged into one. */
function ansible(instances: string): number {
  const program = join(ROOT, ".venv", "bin", "ansible-inventory");
  const costs = Array.from({ length: SAMPLE }, (_, index) =>
    run([program, "-i", join(instances, nameOf(index + 1), "inventory.yml"), "--list"], {
      ANSIBLE_LOCALHOST_WARNING: "false",
    }),
  );
  return round(median(costs.map(({ seconds }) => seconds)) * SMALL);
}

function run(argv: readonly string[], environment: Readonly<Record<string, string>>): Cost {
  const env = { ...process.env, ...environment };
  const output = execFileSync(join(ROOT, ".venv", "bin", "python"), ["-c", MEASURE, ...argv], {
    env,
    encoding: "utf8",
  });
  const { code, ...cost } = JSON.parse(output) as Cost & { code: number };
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}`);
  return cost;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
