/** Sets taken, proved, listed and let go, killed before every side effect of each step: what `npm test` has a sample of. */
import { up } from "../lab/lab.ts";
import { Backups, STEPS, type Step } from "../tests/e2e/backups.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { plantKiller, removeKiller } from "../tests/e2e/kills.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;

/** Kills before the first side effect of each step, then before the second, until none is left; throws at trouble. */
export async function* soak(most = Infinity, from = 1): AsyncGenerator<string> {
  await up();
  const fleet = new Fleet();
  await fleet.converge("demo", "--retry");
  const backups = new Backups();
  await backups.begin(fleet);
  await Promise.all(HOSTS.map(plantKiller));
  try {
    let kills = 0;
    let steps: readonly Step[] = STEPS;
    for (let at = from; at <= most && steps.length > 0; at += 1) {
      const { came, wrong } = await backups.killed(Object.fromEntries(steps.map((step) => [step, at])));
      if (wrong.length > 0) throw new Error(`before side effect ${String(at)}: ${wrong.join("; ")}`);
      steps = came;
      kills += came.length;
      yield `${came.join(", ") || "no step"} killed before side effect ${String(at)}: holds (${String(kills)} kills)`;
    }
  } finally {
    await Promise.all(HOSTS.map(removeKiller));
    await backups.end();
    fleet.remove();
  }
}
