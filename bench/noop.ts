/** A deploy with nothing to do: how long it takes, how many SSH sessions, how many restarts. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { journalCursor, sshSessions, up } from "../lab/lab.ts";
import { must } from "../lab/process.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { allInvocations, restarted } from "../tests/e2e/observe.ts";
import { atLeast, atMost, median, type Figure } from "./figure.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;
const RUNS = 5;

/** Makes the fleet's folder a repository with one commit: git is asked in each run, as at a person's. */
async function commit(fleet: Fleet): Promise<void> {
  await fleet.lock("demo");
  const git = ["git", "-C", fleet.folder, "-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  for (const words of [
    ["init", "-q"],
    ["add", "-A"],
    ["commit", "-q", "-m", "One"],
  ])
    await must([...git, ...words]);
}

/** Deploys the demo tenant, then repeats the same deploy and measures it. */
export async function measure(): Promise<readonly Figure[]> {
  await up();
  const fleet = new Fleet();
  await commit(fleet);
  // The toolkit that is measured need not be committed.
  const anyway = ["--unreviewed", "measured"];
  await fleet.converge("demo", "--retry", "--allow-older", ...anyway);
  const seconds: number[] = [];
  const sessions: number[] = [];
  const starts = await allInvocations();
  for (let run = 0; run < RUNS; run += 1) {
    const cursors = await Promise.all(HOSTS.map((host) => journalCursor(host)));
    const began = performance.now();
    const result = await fleet.deploy("demo", ...anyway);
    seconds.push((performance.now() - began) / 1000);
    if (result.outcome !== "unchanged")
      throw new Error(`expected unchanged, got ${result.outcome}: ${result.reason}`);
    const counts = await Promise.all(HOSTS.map((host, index) => sshSessions(host, cursors[index] ?? "")));
    sessions.push(counts.reduce((sum, count) => sum + count, 0));
  }
  const restarts = restarted(starts, await allInvocations()).length;
  // The hosts forget the commit, which nobody else knows.
  rmSync(join(fleet.folder, ".git"), { recursive: true });
  await fleet.converge("demo", "--allow-older");
  fleet.remove();
  return [
    atMost("wall, median", Number(median(seconds).toFixed(2)), "s", 2.5),
    atLeast("SSH sessions of a run, fewest", Math.min(...sessions), "sessions", 1),
    atMost("SSH sessions of a run, most", Math.max(...sessions), "sessions", 4),
    atMost("units restarted", restarts, "units", 0),
  ];
}
