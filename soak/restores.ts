/** A restore, its undo, its acceptance and what heals it, killed before every side effect of their steps: what `npm test` has a sample of. */
import { up } from "../lab/lab.ts";
import { Console } from "../tests/e2e/console.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { plantKiller, removeKiller } from "../tests/e2e/kills.ts";
import { RestoreKills, STEPS, type Kill } from "../tests/e2e/restore-kills.ts";
import { RestoreSteps } from "../tests/e2e/restore-steps.ts";
import { Restores } from "../tests/e2e/restores.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;

/** Kills before the first side effect of each step, then before the second, until none is left; throws at trouble. */
export async function* soak(most = Infinity, from = 1): AsyncGenerator<string> {
  await up();
  const fleet = new Fleet();
  await fleet.converge("demo", "--retry");
  const restores = new Restores(fleet);
  const set = await restores.begin();
  const console = new Console();
  await console.plant(fleet);
  const kills = new RestoreKills(restores, new RestoreSteps(console, set));
  await Promise.all(HOSTS.map(plantKiller));
  try {
    let count = 0;
    let steps: readonly Kill[] = STEPS;
    for (let at = from; at <= most && steps.length > 0; at += 1) {
      const { came, wrong } = await kills.killed(steps, at);
      if (wrong.length > 0) throw new Error(`before side effect ${String(at)}: ${wrong.join("; ")}`);
      steps = came;
      count += came.length;
      const names = came.map(({ step, host }) => `${step} on ${host}`).join(", ") || "no step";
      yield `${names} killed before side effect ${String(at)}: holds (${String(count)} kills)`;
    }
  } finally {
    await Promise.all(HOSTS.map(removeKiller));
    await console.remove();
    fleet.remove();
  }
}
