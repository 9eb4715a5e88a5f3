/** How far a run has come: what its next decision and its report are made of. */
import type { Answer } from "./answer.ts";
import type { Decision, Situation } from "./decide.ts";
import type { Edges } from "./edges.ts";
import { findPrecedents } from "./find-precedents.ts";
import { overridesOf, type Order } from "./order.ts";
import type { Precedent } from "./refuse-release.ts";
import type { RunFacts } from "./report.ts";

/** What has happened in this run so far. */
export interface Progress {
  readonly began: number;
  readonly answers: readonly Answer[];
  readonly looks: number;
  /** The transaction that is waited for, as it was said. */
  readonly waitedFor?: string;
  /** How often another run came between. */
  readonly overtaken: number;
  /** Kinds of preliminary work done; each is done once. */
  readonly done: readonly Decision["kind"][];
  readonly precedents: readonly Precedent[];
  /** The backup set that was taken last; null: none. */
  readonly safetySet: string | null;
  /** When it was taken. */
  readonly securedAt?: number;
  /** When calls were first waited for, and what was said of it last. */
  readonly calls?: { readonly since: number; readonly said: string };
}

/** A run that begins. */
export function begin(edges: Edges): Progress {
  return {
    began: edges.now(),
    answers: [],
    looks: 0,
    overtaken: 0,
    done: [],
    precedents: [],
    safetySet: null,
  };
}

/** With what the hosts answered. */
export async function learn(progress: Progress, answers: readonly Answer[], edges: Edges): Promise<Progress> {
  return { ...progress, answers, precedents: await findPrecedents(answers, edges) };
}

/** Seconds for which a set shows the data as they are just before they are touched: calls may come up behind it. */
const YOUNG = 900;

function isYoung({ securedAt = -Infinity }: Progress, now: number): boolean {
  return now - securedAt <= YOUNG;
}

/** What is decided from. */
export function situationOf(order: Order, progress: Progress, edges: Edges): Situation {
  const prepare = order.wishes.prepare && !progress.done.includes("prepare");
  const now = edges.now();
  return {
    ...order,
    answers: progress.answers,
    precedents: progress.precedents,
    safetySet: isYoung(progress, now) ? progress.safetySet : null,
    wishes: { ...order.wishes, prepare },
    token: edges.newToken(),
    now,
    waited: progress.calls === undefined ? 0 : now - progress.calls.since,
  };
}

/** What is reported whatever the end. */
export function factsOf(
  order: Order,
  edges: Edges,
  progress: Progress,
  transaction: number | null,
): RunFacts {
  const { tenant, desired, source, wishes } = order;
  const { answers, safetySet } = progress;
  return {
    ...{ tenant, desired, source, answers, transaction, safetySet },
    overrides: overridesOf(wishes),
    safety: order.safety.kind,
    seconds: secondsSince(progress.began, edges),
  };
}

/** Seconds since a moment, to a tenth. */
export function secondsSince(began: number, edges: Edges): number {
  return Math.round((edges.now() - began) * 10) / 10;
}
