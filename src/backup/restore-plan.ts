/** What a restore would do, for the people who have to want it. Pure. */
import { sayInputs, sayTime } from "./approval.ts";
import { sayBytes } from "./report.ts";
import type { EndedRestore } from "./restore-record.ts";
import { HOLDS, type RestoreRequest } from "./restore-request.ts";
import type { BackupSet } from "./set.ts";
import { sayAge } from "./sets-text.ts";

/** A plan, and the code that lets a second person have it done. */
export interface RestorePlan {
  readonly request: RestoreRequest;
  readonly code: string;
  /** Null: the mode takes none. */
  readonly set: BackupSet | null;
  /** In milliseconds since the epoch, by the clock that dates sets. */
  readonly now: number;
  /** How restores ended, the newest first. */
  readonly ended: readonly EndedRestore[];
}

/** One thing to know: what it is about, and what is said. */
export type Fact = readonly [label: string, text: string];

/** The plan, a line each. */
export function planFacts({ request, set, now, ended }: RestorePlan): readonly Fact[] {
  const { tenant, mode } = request;
  const own = ended.filter((end) => end.tenant === tenant);
  const last = own.find(({ outcome }) => outcome === "restored");
  switch (mode) {
    case "restore":
      return [
        ["Set", set === null ? "" : saySet(set, now)],
        ["Release", sayRelease(set)],
        [
          "Is replaced",
          `the database and /etc/asterisk/custom of ${tenant}: what was entered since is not served`,
        ],
        [
          "Is kept",
          "what runs now: as a set taken just before, and beside it until mode accept; mode undo goes back",
        ],
        ...interruption(request, own),
      ];
    case "undo":
      return [
        ["Is replaced", `what the last restore brought${sayLast(last)}, and what was entered since`],
        ["Is kept", "that too, until mode accept"],
        ...interruption(request, own),
      ];
    case "accept":
      return [
        [
          "Is removed",
          `for good: what the last restore of ${tenant}${sayLast(last)} keeps for going back: what ran before it, or, once it was undone, what it had brought`,
        ],
        ["Is kept", "what runs now, which is not interrupted, and every set"],
      ];
  }
}

function saySet({ id, finished, bytes, verified, drilled }: BackupSet, now: number): string {
  const read = verified === null ? "NOT VERIFIED" : "read back whole";
  const tried = drilled === null ? [] : [drilled.ok ? "drilled" : "DRILL FAILED"];
  return [id, `${sayAge(now - finished)} old`, sayBytes(bytes), read, ...tried].join(", ");
}

function sayRelease(set: BackupSet | null): string {
  const { commit } = set ?? {};
  if (commit === undefined) return "the set does not say what ran when it was taken; what runs now goes on";
  return `${commit.slice(0, 8)} ran when it was taken; what runs now goes on`;
}

function sayLast(last: EndedRestore | undefined): string {
  return last === undefined
    ? ""
    : ` (the set ${last.set ?? "?"}, ${last.finished.slice(0, 16).replace("T", " ")} UTC)`;
}

function interruption({ now, tenant }: RestoreRequest, own: readonly EndedRestore[]): readonly Fact[] {
  const down = own.find(({ downSeconds }) => downSeconds !== null)?.downSeconds;
  const known =
    typeof down === "number" ? `it took ${down.toFixed(1)} s` : `none is recorded of ${tenant} yet`;
  return [
    ["Calls", now ? "are CUT" : "are waited for, as long as voice_changes.wait in tenant.yml says"],
    ["Downtime", `seconds, while names are exchanged; the last time ${known}`],
  ];
}

/** What a second person is to do, one sentence or two. */
export function sayCode({ request, code }: Pick<RestorePlan, "request" | "code">): string {
  const until = sayTime(new Date(Date.parse(request.asked) + HOLDS).toISOString());
  const who = request.people.logins.join(" and ");
  return `Nothing was changed. To have it done, somebody else than ${who} dispatches the workflow restore until ${until} with: ${sayInputs(request)}, code ${code}.`;
}
