/** The story of `--check`: ask both hosts, decide, and say so. */
import { decide, findPreliminaries, type Decision } from "./decide.ts";
import type { Edges } from "./edges.ts";
import { noticesOf } from "./notices.ts";
import type { Order } from "./order.ts";
import { ask } from "./plays.ts";
import { begin, learn, secondsSince, situationOf } from "./progress.ts";
import type { CheckReport } from "./report.ts";
import { secure } from "./safety.ts";
import { endOf, sayFirst, sayWould } from "./sentences.ts";

/** Says what a deploy would do; changes nothing. */
export async function check(order: Order, edges: Edges): Promise<CheckReport> {
  const progress = begin(edges);
  const asked = await ask(order, edges);
  const release = order.desired[0]?.release ?? "";
  const report = (
    would: CheckReport["would"],
    reason: string,
    rest: Partial<CheckReport> = {},
  ): CheckReport => ({
    format: 1,
    tenant: order.tenant,
    check: true,
    would,
    reason,
    release,
    first: [],
    changes: [],
    notices: noticesOf({ ...order, answers: asked.ok ? asked.answers : [], safety: order.safety.kind }),
    seconds: secondsSince(progress.began, edges),
    ...rest,
  });
  if (!asked.ok) return report(...asked.end);
  const situation = situationOf(order, await learn(progress, asked.answers, edges), edges);
  const say = (decision: Decision): string => sayFirst(decision, edges.now());
  const first = findPreliminaries(situation).map(say);
  const decision = decide(situation);
  const end = endOf(decision, order);
  if (end) return report(...end, { first });
  const changes = decision.kind === "deploy" ? decision.changes : [];
  const set = secure(situation);
  return report("deploy", sayWould(changes, asked.answers), {
    first: set === undefined ? first : [...first, say(set)],
    changes,
  });
}
