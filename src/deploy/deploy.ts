/** The story of a deploy: ask both hosts, decide, prepare or put back first, deploy, judge. All effects go through `Edges`. */
import { decide, type Decision, type Target } from "./decide.ts";
import type { Edges } from "./edges.ts";
import { findOvertaken, judge, stopped } from "./judge.ts";
import type { Order } from "./order.ts";
import type { Outcome } from "./outcome.ts";
import { ask, note, prepare, putBackFirst, runTransaction, type End } from "./plays.ts";
import { begin, factsOf, learn, situationOf, type Progress } from "./progress.ts";
import { reportNothing, reportVerdict, type Report } from "./report.ts";
import { ANOTHER_RUN, endOf, sayBegun, sayCallsUp, sayFirst, sayUnchanged, sayWait } from "./sentences.ts";
import { takenBefore } from "./safety.ts";
import { cutBy, mayCut } from "./voice.ts";

/** Seconds between two looks at a host that is at work, and how many looks: ten minutes, beside the looks themselves. */
const PATIENCE = { seconds: 5, looks: 120 };

/** How often a run that another one overtook asks anew. */
const MOST_OVERTAKEN = 5;

/** Seconds between two counts of calls. */
const COUNT_EVERY = 10;

type Of<K extends Decision["kind"]> = Extract<Decision, { kind: K }>;

/** Brings a tenant to its release and reports the one outcome. Never throws for what hosts or Ansible do. */
export async function deploy(order: Order, edges: Edges): Promise<Report> {
  let progress = begin(edges);
  for (;;) {
    const asked = await ask(order, edges, { goesOn: true });
    if (!asked.ok) return nothing(order, edges, progress, asked.end);
    progress = await learn(progress, asked.answers, edges);
    const next = await act(order, edges, progress, decide(situationOf(order, progress, edges)));
    if ("outcome" in next) return next;
    progress = next;
  }
}

/** Does what was decided: the report that ends the run, or the progress before the next question. */
async function act(
  order: Order,
  edges: Edges,
  progress: Progress,
  decision: Decision,
): Promise<Progress | Report> {
  switch (decision.kind) {
    case "wait":
      return wait(order, edges, progress, decision);
    case "calls-up":
      return awaitCalls(order, edges, progress, decision);
    case "prepare":
      return once(order, edges, progress, decision, () => prepare(order, edges, decision.hosts));
    case "put-back":
      return once(order, edges, progress, decision, () => putBackFirst(order, edges, decision));
    case "secure":
      return takeSet(order, edges, progress, decision);
    case "unchanged":
      return settle(order, edges, progress, decision.note);
    case "deploy":
      return transact(order, edges, progress, decision);
    default:
      return nothing(order, edges, progress, endOf(decision, order) ?? ["failed", decision.kind]);
  }
}

/** Preliminary work that did not help the first time is not repeated. */
async function once(
  order: Order,
  edges: Edges,
  progress: Progress,
  decision: Decision,
  work: () => Promise<End | undefined>,
): Promise<Progress | Report> {
  const what = sayFirst(decision, edges.now());
  if (progress.done.includes(decision.kind)) {
    const reason = `It was tried to ${what}, and the hosts still ask for it; nothing else was changed.`;
    return nothing(order, edges, progress, ["failed", reason]);
  }
  edges.say(`${order.tenant}: ${what}`);
  const trouble = await work();
  if (trouble) return nothing(order, edges, progress, trouble);
  return { ...progress, done: [...progress.done, decision.kind] };
}

/** A set of the data, before they are touched; without it the run ends. */
async function takeSet(
  order: Order,
  edges: Edges,
  progress: Progress,
  decision: Of<"secure">,
): Promise<Progress | Report> {
  edges.say(`${order.tenant}: ${sayFirst(decision, edges.now())}`);
  const taken = await decision.take(edges);
  if (!taken.ok) return nothing(order, edges, progress, taken.end);
  edges.say(`${order.tenant}: the set ${taken.set} is stored and read back`);
  return { ...progress, safetySet: taken.set, securedAt: edges.now() };
}

/** Nothing is to be done; the newer commit is noted, so that no older one follows. */
async function settle(
  order: Order,
  edges: Edges,
  progress: Progress,
  targets: readonly Target[],
): Promise<Progress | Report> {
  const end = targets.length === 0 ? undefined : await note(order, edges, targets);
  if (end === "ask again") return askAnew(order, edges, progress);
  return nothing(order, edges, progress, end ?? ["unchanged", sayUnchanged(order.desired)]);
}

async function wait(
  order: Order,
  edges: Edges,
  progress: Progress,
  decision: Of<"wait">,
): Promise<Progress | Report> {
  const who = sayWait(decision, edges.now());
  if (progress.looks >= PATIENCE.looks || edges.isStopped()) {
    const reason = `${who}; nothing was changed. Run again when it has ended.`;
    return nothing(order, edges, progress, ["postponed", reason]);
  }
  const waitedFor = `${decision.by} ${String(decision.transaction)}`;
  if (waitedFor !== progress.waitedFor) edges.say(`${order.tenant}: waiting: ${who}`);
  await edges.sleep(PATIENCE.seconds);
  return { ...progress, looks: progress.looks + 1, waitedFor };
}

/** Waits a little for calls to end; says so where there is something new to say. */
async function awaitCalls(
  order: Order,
  edges: Edges,
  progress: Progress,
  decision: Of<"calls-up">,
): Promise<Progress | Report> {
  const since = progress.calls?.since ?? edges.now();
  const said = sayCallsUp(decision);
  if (said !== progress.calls?.said) edges.say(`${order.tenant}: ${said}`);
  await edges.sleep(Math.min(COUNT_EVERY, decision.left));
  if (edges.isStopped()) {
    const reason = "Stopped while waiting for calls to end; nothing was changed.";
    return nothing(order, edges, progress, ["interrupted", reason]);
  }
  return { ...progress, calls: { since, said } };
}

async function transact(
  order: Order,
  edges: Edges,
  progress: Progress,
  { targets, resumes, changes, phases }: Of<"deploy">,
): Promise<Progress | Report> {
  const transaction = targets[0]?.transaction ?? null;
  const safetySet = progress.safetySet ?? (resumes ? takenBefore(progress.answers) : null);
  edges.say(`${order.tenant}: ${sayBegun(resumes, transaction, safetySet)}`);
  const steps = await runTransaction(order, edges, targets, phases, safetySet);
  const overtaken = findOvertaken(steps);
  if (overtaken && !edges.isStopped()) return askAnew(order, edges, progress, overtaken.first);
  const facts = { ...factsOf(order, edges, progress, transaction), safetySet };
  const isForced = mayCut(order.wishes.now, order.voice);
  const cut = cutBy(steps, isForced ? changes : [], progress.answers);
  const schemas = steps.flatMap((host) => host.steps.flatMap(({ schema }) => schema?.fingerprint ?? []));
  return reportVerdict(facts, edges.isStopped() ? stopped(judge(steps)) : judge(steps), {
    cut,
    schema: schemas.at(-1) ?? null,
  });
}

/** Another run was quicker; nothing was touched. Of two that each won one host, only that one is behind that lost the first. */
async function askAnew(
  order: Order,
  edges: Edges,
  progress: Progress,
  isBehind = false,
): Promise<Progress | Report> {
  if (progress.overtaken >= MOST_OVERTAKEN)
    return nothing(order, edges, progress, ["postponed", ANOTHER_RUN]);
  edges.say(`${order.tenant}: another run was quicker; nothing was touched; asking the hosts anew`);
  if (isBehind) await edges.sleep(PATIENCE.seconds);
  return { ...progress, overtaken: progress.overtaken + 1 };
}

function nothing(order: Order, edges: Edges, progress: Progress, end: readonly [Outcome, string]): Report {
  return reportNothing(factsOf(order, edges, progress, null), ...end);
}
