/** A run of deploy.yml in the model, made of the functions that decide the real one. Every `yield` lets others act. */
import { WAVES, type Wave } from "../../inventory/wave.ts";
import { findBlockedFor, type Blocked } from "../canary.ts";
import type { Since, Trigger } from "../candidates.ts";
import { blockedAfter, judgeWave, type WaveVerdict } from "../judge.ts";
import { laterOf, type TenantRecord } from "../record.ts";
import { isNewFailure, notBegun, type TenantResult } from "../result.ts";
import { findBases } from "../merges.ts";
import { planRun, recordBefore, type RunPlan } from "../run-plan.ts";
import type { Shard } from "../shards.ts";
import { startTenant } from "../start.ts";
import { commit, HOUR, running, TOOLKIT } from "../testing.ts";
import { judgeRun } from "../verdict.ts";
import { deploy, type End } from "./host.ts";
import { imageOf, NAMES, TENANTS, type World } from "./world.ts";

/** A run and what was asked of it. */
export class Run {
  readonly trigger: Trigger;
  /** No further tenant begins; what is under way ends, and the judges still judge. */
  isCancelled = false;
  /** Its machines are gone: nothing more happens, and nothing is recorded. */
  isAlive = true;
  /** The plan, once there is one: a re-run of its jobs takes it as it is. */
  plan: RunPlan | undefined;
  readonly #work: Generator<void, void>;

  constructor(world: World, trigger: Trigger, plan?: RunPlan) {
    this.trigger = trigger;
    this.plan = plan;
    this.#work = this.#deploy(world);
  }

  /** Takes one step; false: it is over. */
  step(): boolean {
    if (this.isAlive && this.#work.next().done === true) this.isAlive = false;
    return this.isAlive;
  }

  *#deploy(world: World): Generator<void, void> {
    this.plan ??= yield* makePlan(world, this.trigger);
    const { plan } = this;
    if (world.guards.begun) recordBegun(world, plan);
    yield;
    const waves: WaveVerdict[] = [];
    let blocked: readonly Blocked[] = [];
    for (const wave of WAVES) {
      const began = waves.every(({ go }) => go);
      const results = began ? yield* this.#deployWave(world, plan, wave, blocked) : [];
      const verdict = judgeWave({ plan, wave, began, results, now: world.now() });
      waves.push(verdict);
      if (wave === 1 && world.guards.canary) blocked = blockedAfter(plan, verdict.results);
      yield;
    }
    conclude(world, plan, waves);
  }

  /** The shards of a wave side by side. */
  *#deployWave(world: World, plan: RunPlan, wave: Wave, blocked: readonly Blocked[]) {
    const shards = plan.shards.filter((shard) => shard.wave === wave);
    let open = shards.map((shard) => this.#deployShard(world, plan, shard, blocked));
    const results: TenantResult[] = [];
    while (open.length > 0) {
      open = open.filter((shard) => {
        const next = shard.next();
        if (next.value !== undefined) results.push(next.value);
        return next.done !== true;
      });
      yield;
    }
    return results;
  }

  *#deployShard(world: World, plan: RunPlan, shard: Shard, blocked: readonly Blocked[]) {
    let failures = 0;
    for (const tenant of shard.tenants) {
      if (this.isCancelled) return;
      const result = yield* this.#turn(world, plan, { shard, tenant, failures, blocked });
      if (isNewFailure(result, recordBefore(plan, tenant))) failures += 1;
      yield result;
    }
  }

  *#turn(world: World, plan: RunPlan, turn: Turn): Generator<undefined, TenantResult> {
    const { shard, tenant, failures } = turn;
    const number = Number(plan.commit);
    const seenTip = world.tip;
    const release = world.log[number]?.[tenant] ?? "";
    const before = recordBefore(plan, tenant);
    const blocked = findBlockedFor(
      { tenant, images: { app: imageOf(release) }, ...(before && { before }) },
      turn.blocked,
    );
    const tip = world.guards.superseded ? commit(seenTip) : plan.commit;
    yield;
    const start = startTenant({ commit: plan.commit, tip, failures, blocked });
    const circumstance = { wave: shard.wave, shard: shard.id, commit: plan.commit, toolkit: TOOLKIT };
    if (!start.begin) return notBegun(tenant, start, { ...circumstance, finished: world.now() });
    const end = yield* untyped(deploy(world, { tenant, release, commit: number, seenTip, run: this }));
    const told = { outcome: end.outcome, reason: "" };
    const result = notBegun(tenant, told, { ...circumstance, finished: world.now() });
    const components = end.runs === null ? [] : running({ app: imageOf(end.runs) });
    return { ...result, release, components };
  }
}

interface Turn {
  readonly shard: Shard;
  readonly tenant: string;
  readonly failures: number;
  readonly blocked: readonly Blocked[];
}

function* untyped(work: Generator<void, End>): Generator<undefined, End> {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    yield;
  }
}

function* makePlan(world: World, trigger: Trigger): Generator<void, RunPlan> {
  const tip = world.tip;
  const content = world.log[tip] ?? {};
  const since = world.since(world.lastFull);
  yield;
  const records = world.guards.unsettled ? world.records : new Map([...world.records].map(settled));
  const sinceRecord = sinceRecords(world);
  const tenants = NAMES.map((name) => ({
    name,
    wave: TENANTS[name] ?? 2,
    maxAge: 72 * HOUR,
    images: { app: imageOf(content[name] ?? "") },
  }));
  const bases = findBases({ tenants, records, since, sinceRecord, prefix: "instances/" });
  const merges = new Map(bases.map((base) => [base, world.merges(base)] as const));
  const planned = planRun({
    trigger,
    commit: commit(tip),
    toolkit: TOOLKIT,
    tenants,
    records,
    since,
    sinceRecord,
    merges,
    prefix: "instances/",
    isPartial: false,
    reviewed: [],
  });
  if (!planned.ok) throw new Error(planned.message);
  return world.guards.merges ? planned.plan : { ...planned.plan, merges: [] };
}

/** A world that takes every record for one of success. */
function settled([name, record]: readonly [string, TenantRecord]): readonly [string, TenantRecord] {
  return [name, { ...record, outcome: "deployed" }];
}

function sinceRecords(world: World): ReadonlyMap<string, Since> {
  const named = [...world.records.values()].flatMap(({ commit, settled }) => [commit, settled ?? commit]);
  const commits = [...new Set(named)];
  const unchanged = { isAncestor: true, files: [] };
  return new Map(
    commits.map((text) => [
      text,
      world.guards.sinceRecord ? world.since(Number(text)) : { commit: text, ...unchanged },
    ]),
  );
}

/** Until it is known how a tenant ends, its record tells that it was begun. */
function recordBegun(world: World, plan: RunPlan): void {
  const finished = world.now();
  for (const tenant of plan.shards.flatMap(({ tenants }) => tenants)) {
    const begun = { tenant, outcome: "interrupted", commit: plan.commit, release: "", finished } as const;
    const before = world.records.get(tenant);
    world.records.set(tenant, {
      ...before,
      ...begun,
      since: finished,
      run: "run/1",
      reason: "It was begun.",
    });
  }
}

function conclude(world: World, plan: RunPlan, waves: readonly WaveVerdict[]): void {
  const verdict = judgeRun({ plan, waves, run: "run/1", now: new Date(world.now()) });
  for (const { record } of verdict.tenants) {
    const there = world.guards.later ? world.records.get(record.tenant) : undefined;
    world.records.set(record.tenant, laterOf(record, there));
  }
  if (verdict.isFullSuccess) world.lastFull = Number(plan.commit);
}
