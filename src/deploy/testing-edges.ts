/** Edges that answer from a list, and what they answer with, for the tests of this folder. */
import type { ResultEvent } from "../ansible/events.ts";
import type { HostName } from "../release/desired.ts";
import type { Answer, StepResult } from "./answer.ts";
import type { Edges, Play, PlayEnd } from "./edges.ts";
import type { Order } from "./order.ts";
import { aDesired, anAnswer, APP, IDLE, NO_WISHES, PREPARED, SAFE, SOURCE, VOICE } from "./testing.ts";

/** A tenant at rest, deployed by a person. */
export const order: Order = {
  tenant: "demo",
  desired: [aDesired("app"), aDesired("voice")],
  wishes: NO_WISHES,
  prepared: PREPARED,
  timeZone: "UTC",
  by: "ann@laptop",
  source: SOURCE,
  voice: IDLE,
  safety: SAFE,
};

/** What a task said on a host. */
export const event = (host: HostName, result: unknown, rest: Partial<ResultEvent> = {}): ResultEvent => ({
  event: "result",
  host,
  task: "a task",
  changed: false,
  failed: false,
  unreachable: false,
  ...(result === undefined ? {} : { result }),
  ...rest,
});
/** A playbook that ended well. */
export const end = (...results: ResultEvent[]): PlayEnd => ({ results, code: 0, noise: [] });
/** What both hosts answer to a question. */
export const answers = (app: Partial<Answer> = {}, voice: Partial<Answer> = {}): PlayEnd =>
  end(event(APP, anAnswer("app", app)), event(VOICE, anAnswer("voice", voice)));
/** Steps that went the same on both hosts. */
export const both = (...steps: StepResult[]): PlayEnd =>
  end(...steps.flatMap((step) => [event(APP, step), event(VOICE, step)]));

/** Edges that answer from a list, and what was asked of them. */
export function recorded(
  ...ends: readonly PlayEnd[]
): Edges & { readonly plays: Play[]; readonly said: string[] } {
  const plays: Play[] = [];
  const said: string[] = [];
  let seconds = 0;
  return {
    plays,
    said,
    play: async (play) => {
      plays.push(play);
      const answer = ends[plays.length - 1];
      if (!answer) throw new Error(`nobody expected ${play.playbook}`);
      return answer;
    },
    sleep: async (time) => void (seconds += time),
    now: () => (seconds += 1),
    newToken: () => "fresh-token",
    relationTo: async () => "not-older",
    say: (line) => said.push(line),
    isStopped: () => false,
  };
}

/** The playbooks that were run. */
export const books = ({ plays }: { readonly plays: readonly Play[] }): string[] =>
  plays.map(({ playbook }) => playbook);
