/** A restore and its undo, killed before every side effect of their steps: what `npm test` has a sample of. */
import { up } from "../lab/lab.ts";
import { Fleet } from "../tests/e2e/fleet.ts";
import { plantKiller, removeKiller } from "../tests/e2e/kills.ts";
import { Restores, STEPS } from "../tests/e2e/restores.ts";

const HOSTS = ["demo-app", "demo-voice"] as const;

/** Kills before the first side effect of each step, then before the second, until none is left; throws at trouble. */
export async function* soak(most = Infinity, from = 1): AsyncGenerator<string> {
  await up();
  const fleet = new Fleet();
  await fleet.converge("demo", "--retry");
  const restores = new Restores(fleet);
  await restores.begin();
  await Promise.all(HOSTS.map(plantKiller));
  try {
    let kills = 0;
    for (let at = from; at <= most; at += 1) {
      const { came, wrong } = await restores.killed(STEPS, at);
      if (wrong.length > 0) throw new Error(`before side effect ${String(at)}: ${wrong.join("; ")}`);
      if (came === 0) break;
      kills += came;
      yield `${String(came)} steps killed before their side effect ${String(at)}: holds (${String(kills)} kills)`;
    }
  } finally {
    await Promise.all(HOSTS.map(removeKiller));
    fleet.remove();
  }
}
