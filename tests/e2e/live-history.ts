/** Histories of the model (`src/fleet/model`), lived through by the lab's tenant: real commits, runs and hosts. */
import { rmSync } from "node:fs";
import fc from "fast-check";
import { histories, type Event, type History } from "../../src/fleet/model/history.ts";
import { copyOfAction, installRunnerTools } from "../bundle/deploy-action.ts";
import { finish, OML, start } from "./fleet.ts";
import { Branch, CONTENTS, keptByHosts, type Content, type Kept } from "./live-branch.ts";
import { LiveRun, type Cut } from "./live-run.ts";

/** Events of a history that are lived through: each may be a deploy, which takes seconds. */
const EVENTS = 14;
/** Counts of steps up to this one only plan a run. */
const PLANNED_BY = 12;

/** The histories of a seed, the same each time. */
export const historiesOf = (seed: number, numRuns: number): readonly History[] =>
  fc.sample(histories, { seed, numRuns });

/** The lab's tenant and its branch, for as many histories as wanted; `say` hears what happens. */
export class LiveTenant {
  readonly #say: (line: string) => void;
  readonly #branch = new Branch();
  readonly #copy = copyOfAction();
  readonly #runs: LiveRun[] = [];
  #ended: LiveRun[] = [];
  #running: LiveRun | undefined;
  #pending: LiveRun | undefined;
  #dispatched: LiveRun[] = [];
  #violations: string[] = [];
  #kept: Readonly<Record<string, Kept>> = {};

  constructor(say: (line: string) => void = () => undefined) {
    this.#say = say;
  }

  /** The tenant runs the first commit, whatever it ran. */
  async begin(): Promise<void> {
    await installRunnerTools();
    await this.#branch.push(CONTENTS[0] ?? ["latest", "latest"]);
    await this.#branch.fleet.converge("demo", "--retry", "--allow-older", "--unreviewed", "the first commit");
    this.#kept = await keptByHosts();
  }

  /** Lives through a history and lets its last run end; everything that must not be. */
  async live({ events, last, isRevert, choices }: History): Promise<readonly string[]> {
    this.#violations = [];
    for (const happening of events.slice(0, EVENTS)) await this.#happen(happening);
    const before = this.#branch.log.at(-2)?.content;
    const isBack = isRevert && before !== undefined && !before.includes("sick");
    await this.#branch.push(isBack ? before : this.#other(last.length + (choices[0] ?? 0)));
    this.#trigger("push");
    await this.#finish(this.#active().filter((run) => run !== this.#pending));
    while (this.#active().length > 0) await this.#finish(this.#active());
    return [...this.#violations, ...(await this.#branch.stray())];
  }

  /** Leaves the tenant to who deploys from no repository, and removes all folders. */
  async end(): Promise<void> {
    for (const run of this.#runs) run.remove();
    rmSync(this.#copy, { recursive: true, force: true });
    rmSync(`${this.#branch.fleet.folder}/.git`, { recursive: true, force: true });
    await this.#branch.fleet.converge("demo", "--allow-older");
    this.#branch.remove();
  }

  /** A healthy content that is not the tip's. */
  #other(choice: number): Content {
    const others = CONTENTS.filter((content) => content.join() !== this.#branch.tip.content.join());
    return others[choice % others.length] ?? this.#branch.tip.content;
  }

  #active(): readonly LiveRun[] {
    return this.#running === undefined ? this.#dispatched : [this.#running, ...this.#dispatched];
  }

  /** GitHub's queue: one run of pushes and schedules, one that waits and is replaced; dispatches beside them. */
  #trigger(event: string): void {
    const run = new LiveRun(this.#copy, event);
    this.#runs.push(run);
    if (event === "workflow_dispatch") this.#dispatched.push(run);
    else this.#pending = run;
    this.#promote();
  }

  #promote(): void {
    if (this.#running !== undefined) return;
    this.#running = this.#pending;
    this.#pending = undefined;
  }

  async #happen(happening: Event): Promise<void> {
    switch (happening.kind) {
      case "push":
      case "set": {
        const [nginx, websockets] = this.#other(happening.names.length + happening.sick.length);
        await this.#branch.push([happening.sick.length === 2 ? "sick" : nginx, websockets]);
        return this.#trigger("push");
      }
      case "revert": {
        const { log, tip } = this.#branch;
        await this.#branch.push((log.at(-2 - happening.back) ?? tip).content);
        return this.#trigger("push");
      }
      case "schedule":
        return this.#trigger("schedule");
      case "dispatch":
        return this.#trigger("workflow_dispatch");
      case "silence":
        return;
      case "rerun":
        return this.#rerun(happening.which);
      case "steps":
        return this.#step(happening.which, happening.count);
      default:
        return this.#interrupt(happening.kind, happening.which);
    }
  }

  /** A run goes on: it is planned, or ends; now and then all of them end side by side. */
  async #step(which: number, count: number): Promise<void> {
    const run = this.#active()[which % Math.max(1, this.#active().length)];
    if (run === undefined) return;
    if (count > PLANNED_BY) return this.#finish(count % 3 === 0 ? this.#active() : [run]);
    if (run.checkout === undefined) await run.plan(this.#branch);
  }

  /** The run stops, or its machine is gone, after some lines of its log. */
  async #interrupt(kind: "cancel" | "lose", which: number): Promise<void> {
    const run = this.#active()[which % Math.max(1, this.#active().length)];
    const isFar = (log: string): boolean => (log.match(/^demo \|/gm)?.length ?? 0) > which % 6;
    if (run !== undefined)
      await this.#finish([run], kind === "cancel" ? { cancelWhen: isFar } : { loseWhen: isFar });
  }

  /** An older run once more: its jobs, which see the tip; or a person from its stale checkout, which hosts refuse. */
  async #rerun(which: number): Promise<void> {
    const run = this.#ended[which % Math.max(1, this.#ended.length)];
    if (run?.checkout === undefined) return;
    if (which % 2 === 0) return this.#watch("rerun", () => run.deploy());
    const argv = [
      OML,
      "deploy",
      "--tenant",
      "demo",
      "--instances",
      run.checkout,
      "--format",
      "json",
      "--unreviewed",
    ];
    await this.#watch("stale", async () => {
      const { stdout } = await finish(start([...argv, "a stale checkout"]));
      const { outcome, reason } = JSON.parse(stdout) as { outcome: string; reason: string };
      return `${outcome}: ${reason}`;
    });
  }

  async #finish(runs: readonly LiveRun[], cut: Cut = {}): Promise<void> {
    for (const run of runs) if (run.checkout === undefined) await run.plan(this.#branch);
    const words = cut.cancelWhen ? "cancelled " : cut.loseWhen ? "lost " : "";
    await Promise.all(runs.map((run) => this.#watch(`${words}${run.event}`, () => run.deploy(cut))));
    this.#ended = [...this.#ended, ...runs];
    this.#dispatched = this.#dispatched.filter((run) => !runs.includes(run));
    if (this.#running !== undefined && runs.includes(this.#running)) this.#running = undefined;
    this.#promote();
  }

  /** Deploys, and looks at the hosts: none may have gone to an older commit. */
  async #watch(what: string, deploy: () => Promise<string>): Promise<void> {
    this.#say(`${what}: ${await deploy()}`);
    const now = await keptByHosts();
    for (const [host, { source }] of Object.entries(now)) {
      const [was, is] = [this.#kept[host]?.source?.commit ?? "", source?.commit ?? ""];
      if (was !== is && !this.#branch.isAncestor(was, is))
        this.#violations.push(`${host} went from ${was} to ${is}`);
    }
    this.#kept = now;
  }
}
