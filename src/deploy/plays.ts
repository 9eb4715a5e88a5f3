/** The runs of Ansible that a deploy is made of, and how each may end it. Effects go through `Edges`. */
import { plain, type RunVariables } from "../ansible/inventory.ts";
import type { HostName } from "../release/desired.ts";
import type { Answer, HostSteps } from "./answer.ts";
import { collectAnswers, collectSteps, troubleOf } from "./collect.ts";
import type { Decision, Target } from "./decide.ts";
import type { Edges, Play, PlayEnd } from "./edges.ts";
import { changesRelease, findNotPutBack } from "./judge.ts";
import type { Order } from "./order.ts";
import type { Outcome } from "./outcome.ts";
import type { DuePhases } from "./phases.ts";
import { mayCut } from "./voice.ts";

/** An outcome with its reason. */
export type End = readonly [Outcome, string];

/** Both answers, or how the run ends without them. */
export type AskEnd =
  { readonly ok: true; readonly answers: readonly Answer[] } | { readonly ok: false; readonly end: End };

/** How hosts are asked. */
interface AskManner {
  /** Probes may write too, which a look at a tenant is worth and a no-op is not. */
  readonly thorough?: true;
  /** A transaction may follow. */
  readonly goesOn?: true;
}

/** Asks both hosts. */
export async function ask(order: Order, edges: Edges, manner: AskManner = {}): Promise<AskEnd> {
  const hosts = hostsOf(order);
  const end = await edges.play({
    playbook: "ask.yml",
    hosts: named(hosts),
    variables: { oml_thorough: manner.thorough ?? false },
    ...(manner.goesOn ? { goesOn: true } : {}),
  });
  const asked = collectAnswers(hosts, end);
  if (asked.ok) return asked;
  if (edges.isStopped()) return { ok: false, end: ["interrupted", "Stopped before anything was changed."] };
  const outcome = asked.unreachable ? "unreachable" : "failed";
  const verb = asked.unreachable ? "cannot be reached" : "could not be asked";
  return { ok: false, end: [outcome, `${asked.host} ${verb}: ${bare(asked.message)}; nothing was changed.`] };
}

/** Prepares hosts; undefined where that worked. */
export async function prepare(
  order: Order,
  edges: Edges,
  hosts: readonly HostName[],
): Promise<End | undefined> {
  const variables = { oml_time_zone: order.timeZone, oml_prepared: order.prepared };
  const end = await edges.play({ playbook: "prepare.yml", hosts: named(hosts), variables });
  if (end.code === 0) return undefined;
  if (edges.isStopped()) {
    return ["interrupted", "Stopped while the hosts were prepared; no component was touched. Run again."];
  }
  const bad = end.results.find(({ failed, unreachable }) => failed || unreachable);
  const where = bad ? `${bad.host}, '${bad.task}'` : "host preparation";
  const reason = `${where}: ${bare(troubleOf(end.results, end))}; no component was touched.`;
  return [bad?.unreachable ? "unreachable" : "failed", reason];
}

/** Puts back what another run left open; undefined where that worked. */
export async function putBackFirst(
  order: Order,
  edges: Edges,
  { targets }: Extract<Decision, { kind: "put-back" }>,
): Promise<End | undefined> {
  const hosts = addressed(targets);
  const why = { oml_hold: false, oml_reason: "the run that began it did not finish" };
  const variables = { ...commonVariables(order), ...why };
  const end = await edges.play({ playbook: "put_back.yml", hosts, variables });
  const names = targets.map(({ host }) => host);
  for (const host of collectSteps(names, [end])) {
    const found = endOfPutBack(host);
    if (found) return found;
  }
  return undefined;
}

function endOfPutBack({ host, steps, unreachable, broken }: HostSteps): End | undefined {
  const result = steps.findLast(({ step }) => step === "put_back");
  if (result?.ok) return undefined;
  if (result) {
    const outcome = result.status === "refused" ? "postponed" : "rollback-failed";
    return [outcome, `${host} could not be put back: ${result.error?.message ?? result.message}`];
  }
  if (unreachable !== undefined)
    return ["unreachable", `${host} was lost while it was put back: ${unreachable}`];
  return [
    "interrupted",
    `${host} did not say that it was put back: ${broken ?? "it gave no result"}. Run again.`,
  ];
}

/**
 * Has hosts note the release they were found to run, with its source; undefined where they did. `ask again`: another
 * run came between, and what was found may no longer be so.
 */
export async function note(
  order: Order,
  edges: Edges,
  targets: readonly Target[],
): Promise<End | "ask again" | undefined> {
  const hosts = addressed(targets);
  const end = await edges.play({ playbook: "note.yml", hosts, variables: { oml_by: order.by } });
  const ends = collectSteps(
    targets.map(({ host }) => host),
    [end],
  );
  const bad = ends.find(({ steps }) => steps.at(-1)?.ok !== true);
  if (bad === undefined) return undefined;
  if (bad.steps.at(-1)?.status === "refused") return "ask again";
  const why = bad.unreachable ?? bad.steps.at(-1)?.message ?? bad.broken ?? "it gave no result";
  const reason = `Both hosts run this release, but ${bad.host} did not note its commit: ${bare(why)}. Run again.`;
  if (edges.isStopped()) return ["interrupted", reason];
  return [bad.unreachable === undefined ? "failed" : "unreachable", reason];
}

/** Runs the transaction on both hosts, each in its due phases, and puts back what the playbook could not after a failure. */
export async function runTransaction(
  order: Order,
  edges: Edges,
  targets: readonly Target[],
  phases: DuePhases,
  safetySet: string | null,
): Promise<readonly HostSteps[]> {
  const names = hostsOf(order);
  const hosts = addressed(targets).map(({ name, variables }) => ({
    name,
    variables: { ...variables, oml_phases: phases.get(name) ?? [] },
  }));
  const variables = { ...commonVariables(order), oml_safety_set: safetySet ?? "" };
  const ends: PlayEnd[] = [await edges.play({ playbook: "deploy.yml", hosts, variables })];
  const steps = collectSteps(names, ends);
  const left = findNotPutBack(steps);
  if (left.length > 0 && !edges.isStopped()) {
    edges.say(`${order.tenant}: a step failed; putting ${left.join(" and ")} back`);
    const why = { ...variables, ...holdOf(steps) };
    ends.push(
      await edges.play({
        playbook: "put_back.yml",
        hosts: hosts.filter(({ name }) => left.includes(name)),
        variables: why,
      }),
    );
  }
  return collectSteps(names, ends);
}

/** Only what was changed and did not work is held; a step that was interrupted, busy or refused may simply be taken again. */
function holdOf(hosts: readonly HostSteps[]): RunVariables {
  const steps = hosts.flatMap((host) => host.steps);
  const failed = steps.find(({ ok }) => !ok);
  const touched = steps.some(({ components }) => components.some(changesRelease));
  const isAtFault = failed?.status === "failed" && typeof failed.error?.component === "string";
  const hold = isAtFault && touched;
  return { oml_hold: hold, oml_reason: plain(failed?.error?.message ?? failed?.message ?? "") };
}

/** The hosts of a transaction, each with its number and token there. */
function addressed(targets: readonly Target[]): Play["hosts"] {
  return targets.map(({ host, transaction, token }) => ({
    name: host,
    variables: { oml_transaction: transaction, oml_token: token },
  }));
}

function commonVariables({ by, wishes, voice }: Order): RunVariables {
  return { oml_by: by, oml_now: mayCut(wishes.now, voice), oml_new_data: wishes.newData };
}

function hostsOf({ desired }: Order): readonly HostName[] {
  return desired.map(({ host }) => host);
}

function named(hosts: readonly HostName[]): readonly { readonly name: HostName }[] {
  return hosts.map((name) => ({ name }));
}

function bare(text: string): string {
  return text.trim().replace(/\.$/, "");
}
