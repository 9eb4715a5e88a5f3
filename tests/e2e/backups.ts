/** Sets of demo's taken, proved and let go, killed on the way: none is lost, none counts that is not whole. */
import { randomBytes } from "node:crypto";
import { onHost } from "../../lab/lab.ts";
import { setsOf } from "../../src/backup/listing.ts";
import type { BackupResult } from "../../src/backup/result.ts";
import { Console } from "./console.ts";
import type { Fleet } from "./fleet.ts";
import { arm, landed } from "./kills.ts";
import { allInvocations, loginStatus, restarted } from "./observe.ts";
import { bash } from "./sets.ts";

/** Every step of backups, in the order in which a set lives. */
export const STEPS = ["begin", "files", "database", "verify", "drill", "list", "remove"] as const;
/** A step that can be killed. */
export type Step = (typeof STEPS)[number];

/** How many sets are left by `remove`, as a policy's floor has it. */
const FLOOR = 2;

const hostOf = (step: Step) => (step === "files" ? "demo-voice" : "demo-app");

/** Before which side effect a step is killed; each that is not named is not. */
export type Kills = Readonly<Partial<Record<Step, number>>>;

/** What came of kills: the steps in which one came, what each kept from being done, and what is wrong after one. */
export interface Seen {
  readonly came: readonly Step[];
  readonly before: readonly string[];
  readonly wrong: readonly string[];
}

/** Demo's sets. */
export class Backups {
  readonly #console = new Console();
  #set = "";
  #files: BackupResult | undefined;

  /** Takes sets until there are as many as the floor. */
  async begin(fleet: Fleet): Promise<void> {
    await this.#console.plant(fleet);
    while ((await this.#sets()).length < FLOOR) await this.#takeOne();
  }

  /** Takes away what `begin` laid on the hosts. */
  async end(): Promise<void> {
    await this.#console.remove();
  }

  async #takeOne(): Promise<void> {
    this.#set = newId();
    const told = await this.#reach("verify");
    if (!told.ok) throw new Error(told.message);
  }

  /** The life of one set, each of these steps killed before that side effect and then done by the next run. */
  async killed(kills: Kills): Promise<Seen> {
    const came: Step[] = [];
    const effects: string[] = [];
    const wrong: string[] = [];
    this.#set = newId();
    const [before, starts] = [await this.#sets(), await allInvocations()];
    for (const step of STEPS) {
      const at = kills[step];
      const effect = at === undefined ? undefined : await this.#kill(step, at, before, wrong);
      const isKilled = effect !== undefined;
      if (isKilled) {
        came.push(step);
        effects.push(effect);
      }
      const healed = await this.#reach(step);
      if (!healed.ok) wrong.push(`${step} after ${isKilled ? "its kill" : "all that"}: ${healed.message}`);
    }
    const left = await this.#sets();
    const wanted = [this.#set, ...before].slice(0, FLOOR);
    if (String(left) !== String(wanted)) wrong.push(`sets at last: ${String(left)}, not ${String(wanted)}`);
    wrong.push(...(await touched(starts)));
    return { came, before: effects, wrong };
  }

  /** What the kill kept from being done, if it came; `wrong` is told what is not as it must be then. */
  async #kill(
    step: Step,
    at: number,
    before: readonly string[],
    wrong: string[],
  ): Promise<string | undefined> {
    await arm(hostOf(step), `oml-backup-${step}`, { at });
    const told = await this.#ask(step);
    const [effect] = await landed(hostOf(step));
    if (effect === undefined) return undefined;
    const sets = await this.#sets();
    const place = STEPS.indexOf(step);
    const isWhole = place > STEPS.indexOf("database") || sets.includes(this.#set);
    const all = isWhole ? [this.#set, ...before] : before;
    const kept = step === "remove" ? all.slice(0, FLOOR) : all;
    // Killed behind its last effect, its kept result is told: it is done.
    if (told.ok && !(await this.#isKept(step))) wrong.push(`killed in ${step}, it says that it is done`);
    if (kept.some((set) => !sets.includes(set)) || sets.some((set) => !all.includes(set)))
      wrong.push(`killed in ${step}: sets ${String(sets)}, not ${String(all)}`);
    return effect;
  }

  async #isKept(step: Step): Promise<boolean> {
    const path = `/var/lib/oml/backups/${this.#set}/${step}.json`;
    return (await onHost(hostOf(step), ["test", "-e", path])).code === 0;
  }

  /** What the next run does until that step is done: a set that was begun is gone on with from its beginning. */
  async #reach(step: Step): Promise<BackupResult> {
    const place = STEPS.indexOf(step);
    const way = place <= STEPS.indexOf("verify") ? STEPS.slice(0, place) : [];
    for (const earlier of way) {
      const told = await this.#ask(earlier);
      if (!told.ok) return told;
    }
    return this.#ask(step);
  }

  async #ask(step: Step): Promise<BackupResult> {
    const host = hostOf(step);
    if (step === "database" && this.#files !== undefined)
      return this.#console.ask(host, step, this.#set, { voice: this.#files });
    if (step === "remove") {
      const sets = (await this.#sets()).slice(FLOOR);
      return this.#console.ask(host, step, this.#set, { sets });
    }
    const told = await this.#console.ask(host, step, this.#set);
    if (step === "begin" && told.ok) this.#set = told.set;
    if (step === "files") this.#files = told;
    return told;
  }

  /** The sets that there are, the newest first: those that have a manifest. */
  async #sets(): Promise<readonly string[]> {
    const told = await this.#console.ask("demo-app", "list", this.#set || newId());
    if (!told.ok) throw new Error(told.message);
    return setsOf(told.snapshots ?? []).map(({ id }) => id);
  }
}

/** What has happened to the tenant that must not, or is left on its app host. */
async function touched(starts: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const again = restarted(starts, await allInvocations());
  const login = await loginStatus("192.0.2.11");
  const left = await bash(
    "podman ps -a --format '{{.Names}}' | grep oml-drill; cd /var/lib/oml && ls backup.json backups/work/*",
  );
  return [
    ...again.map((unit) => `${unit} was restarted`),
    ...(login === 200 ? [] : [`the login page says ${String(login)}`]),
    ...(left.stdout === "" ? [] : [`left behind: ${left.stdout}`]),
  ];
}

/** As the runs of `oml` name sets and restores. */
export function newId(): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  return `${stamp}-${randomBytes(2).toString("hex")}`;
}
