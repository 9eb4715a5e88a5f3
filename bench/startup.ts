/** How long the built action takes from its start to its first own line. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { atMost, comparison, median, type Figure } from "./figure.ts";

const ROOT = join(import.meta.dirname, "..");
const BUNDLE = join(ROOT, "actions", "validate-inventory", "dist", "index.js");
const RUNS = 10;

/** Starts the bundle as the runner does, with nothing of this shell's environment. */
export async function measure(): Promise<readonly Figure[]> {
  const first: number[] = [];
  const whole: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const times = await start();
    first.push(times.first);
    whole.push(times.whole);
  }
  return [
    atMost("start to first own line, median", Math.round(median(first)), "ms", 250),
    comparison("start to verdict on the examples, median", Math.round(median(whole)), "ms"),
  ];
}

async function start(): Promise<{ readonly first: number; readonly whole: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [BUNDLE], {
    env: { GITHUB_WORKSPACE: ROOT },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const [chunk] = (await once(child.stdout, "data")) as [Buffer];
  const first = performance.now() - began;
  if (!chunk.toString().startsWith("validate-inventory"))
    throw new Error(`an unexpected line: ${chunk.toString()}`);
  child.stdout.resume();
  const [status] = (await closed) as [number | null];
  if (status !== 0) throw new Error(`the action ended with ${status}`);
  return { first, whole: performance.now() - began };
}
