/** Histories of a fleet: pushes, schedules and dispatches under GitHub's concurrency groups, and all that goes wrong. */
import fc from "fast-check";
import type { RunPlan } from "../run-plan.ts";
import type { Trigger } from "../candidates.ts";
import { Run } from "./run.ts";
import { NAMES, TENANTS, World, type Guards } from "./world.ts";

/** Something that happens. Numbers choose among what there is at that time. */
export type Event =
  | { readonly kind: "push" | "set"; readonly names: readonly string[]; readonly sick: readonly string[] }
  | { readonly kind: "revert"; readonly back: number }
  | { readonly kind: "schedule" }
  | { readonly kind: "dispatch"; readonly names: readonly string[] }
  | { readonly kind: "cancel" | "lose" | "rerun"; readonly which: number }
  | { readonly kind: "silence"; readonly name: string; readonly isReachable: boolean }
  /** One run goes on alone for a while, as where its machines are the quickest. */
  | { readonly kind: "steps"; readonly which: number; readonly count: number };

/** A history, its last push, and the tenant that stays silent to the end, if any. */
export interface History {
  readonly events: readonly Event[];
  readonly last: readonly string[];
  /** Whether the last push takes back the one before it instead. */
  readonly isRevert: boolean;
  readonly silent: string | null;
  readonly choices: readonly number[];
}

const some = fc.oneof(fc.constant(NAMES), fc.subarray([...NAMES], { minLength: 1, maxLength: 2 }));
const which = fc.nat(1000);
const choices = (maxLength: number) => fc.array(fc.nat(1000), { minLength: 1, maxLength, size: "max" });
const kind = <const K extends string>(word: K) => fc.constant(word);

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("push", "push", "set"),
      names: some,
      sick: fc.subarray([...NAMES], { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind("revert"), back: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("schedule") }) },
  { weight: 4, arbitrary: fc.record({ kind: kind("dispatch"), names: some }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("cancel", "lose", "lose", "rerun"), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind("silence"),
      name: fc.constantFrom(...NAMES),
      isReachable: fc.boolean(),
    }),
  },
  { weight: 9, arbitrary: fc.record({ kind: kind("steps"), which, count: fc.nat(40) }) },
);

/** Any history. */
export const histories: fc.Arbitrary<History> = fc.record({
  events: fc.array(event, { minLength: 10, maxLength: 80, size: "max" }),
  last: some,
  isRevert: fc.boolean(),
  silent: fc.option(fc.constantFrom(...NAMES.filter((name) => TENANTS[name] !== 1)), { freq: 3 }),
  choices: choices(40),
});

/** GitHub: one run at a time of pushes and schedules, and one that waits, which the next replaces. */
class Platform {
  readonly #world: World;
  readonly #started: Run[] = [];
  #running: Run | undefined;
  #pending: Run | undefined;
  readonly #dispatched: Run[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  trigger(trigger: Trigger, plan?: RunPlan): void {
    const run = new Run(this.#world, trigger, plan);
    if (trigger.kind === "dispatch") this.#dispatched.push(run);
    else this.#pending = run;
    this.#promote();
  }

  active(): readonly Run[] {
    const all = this.#running === undefined ? this.#dispatched : [this.#running, ...this.#dispatched];
    return all.filter((run) => run.isAlive);
  }

  steps(which: number, count: number): void {
    const active = this.active();
    const place = which % Math.max(1, active.length);
    for (let step = 0; step < count && active[place]?.isAlive === true; step += 1) this.step(place);
  }

  step(choice: number): boolean {
    const active = this.active();
    const run = active[choice % Math.max(1, active.length)];
    if (run === undefined) return false;
    if (!this.#started.includes(run)) this.#started.push(run);
    run.step();
    this.#promote();
    return true;
  }

  /** Does the jobs of an older run once more, with the plan they had. */
  rerun(which: number): void {
    const planned = this.#started.filter((run) => !run.isAlive && run.plan !== undefined);
    const run = planned[which % Math.max(1, planned.length)];
    if (run !== undefined) this.trigger(run.trigger, run.plan);
  }

  settle(): void {
    this.#promote();
  }

  #promote(): void {
    if (this.#running?.isAlive === true) return;
    this.#running = this.#pending;
    this.#pending = undefined;
  }
}

/** Lives through a history, lets its last run end, and tells everything that must not be. */
export function violationsOf(
  { events, last, isRevert, silent, choices }: History,
  guards: Guards,
): readonly string[] {
  const world = new World(guards);
  const platform = new Platform(world);
  platform.trigger({ kind: "push" });
  for (const happening of events) happen(world, platform, happening);
  for (const name of NAMES) world.host(name).isReachable = name !== silent;
  mend(world, last, isRevert);
  platform.trigger({ kind: "push" });
  for (
    let turn = 0;
    platform.step(turn % 2 === 0 ? turn / 2 : (choices[turn % choices.length] ?? 0));
    turn += 1
  ) {
    if (turn > 20_000) return [...world.violations, "the runs do not end"];
  }
  return [...world.violations, ...strayTenants(world, silent)];
}

/** The last push: its tip does every tenant good. */
function mend(world: World, names: readonly string[], isRevert: boolean): void {
  const isGood = (content: Readonly<Record<string, string>> | undefined) =>
    NAMES.every((name) => !NAMES.some((other) => world.isSick(other, content?.[name] ?? "")));
  if (isRevert && isGood(world.log[world.tip - 1])) world.revert(world.tip - 1);
  else world.push(isGood(world.log[world.tip]) ? names : NAMES);
}

function strayTenants(world: World, silent: string | null): readonly string[] {
  return NAMES.filter((name) => name !== silent).flatMap((name) => {
    const host = world.host(name);
    const isThere = host.release === world.log[world.tip]?.[name] && host.open === null;
    return isThere
      ? []
      : [`${name} does not run the tip: ${world.records.get(name)?.outcome ?? "no record"}`];
  });
}

function happen(world: World, platform: Platform, happening: Event): void {
  switch (happening.kind) {
    case "push":
    case "set":
      world[happening.kind](happening.names, happening.sick);
      return platform.trigger({ kind: "push" });
    case "revert":
      world.revert(Math.max(0, world.tip - 1 - happening.back));
      return platform.trigger({ kind: "push" });
    case "schedule":
      return platform.trigger({ kind: "schedule" });
    case "dispatch":
      return platform.trigger({ kind: "dispatch", tenants: happening.names });
    case "silence":
      world.host(happening.name).isReachable = happening.isReachable;
      return;
    case "steps":
      return platform.steps(happening.which, happening.count);
    case "rerun":
      return platform.rerun(happening.which);
    default:
      return interrupt(platform, happening.kind, happening.which);
  }
}

function interrupt(platform: Platform, kind: "cancel" | "lose", which: number): void {
  const active = platform.active();
  const run = active[which % Math.max(1, active.length)];
  if (run === undefined) return;
  if (kind === "cancel") run.isCancelled = true;
  else run.isAlive = false;
  platform.settle();
}
