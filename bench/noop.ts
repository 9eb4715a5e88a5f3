/** A deploy with nothing to do: how long it takes, how many SSH sessions, how many restarts. */
import { journalCursor, sshSessions, up } from "../lab/lab.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { allInvocations, restarted } from "../tests/e2e/observe.ts";
import { atMost, median, type Figure } from "./figure.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;
const RUNS = 5;

/** Deploys the demo tenant, then repeats the same deploy and measures it. */
export async function measure(): Promise<readonly Figure[]> {
  await up();
  const fleet = new Fleet();
  await fleet.converge("demo", "--retry");
  const seconds: number[] = [];
  const sessions: number[] = [];
  const starts = await allInvocations();
  for (let run = 0; run < RUNS; run += 1) {
    const cursors = await Promise.all(HOSTS.map((host) => journalCursor(host)));
    const began = performance.now();
    const result = await fleet.deploy("demo");
    seconds.push((performance.now() - began) / 1000);
    if (result.outcome !== "unchanged")
      throw new Error(`expected unchanged, got ${result.outcome}: ${result.reason}`);
    const counts = await Promise.all(HOSTS.map((host, index) => sshSessions(host, cursors[index] ?? "")));
    sessions.push(counts.reduce((sum, count) => sum + count, 0));
  }
  const restarts = restarted(starts, await allInvocations()).length;
  fleet.remove();
  return [
    atMost("wall, median", Number(median(seconds).toFixed(2)), "s", 2.5),
    atMost("SSH sessions of a run, most", Math.max(...sessions), "sessions", 4),
    atMost("units restarted", restarts, "units", 0),
  ];
}
