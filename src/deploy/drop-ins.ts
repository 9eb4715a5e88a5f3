/** Drop-ins that people gave units of a tenant: named in every report, never written over. Pure. */
import type { AnyDesired } from "../release/desired.ts";
import type { Answer } from "./answer.ts";
import { changesOf } from "./changes.ts";
import type { Refusal } from "./refuse.ts";

/** What a person should know of each drop-in, one sentence each. */
export function dropInNotices(answers: readonly Answer[]): readonly string[] {
  return answers.flatMap(({ host, components }) =>
    components.flatMap(({ name, drop_ins }) =>
      drop_ins.map(
        ({ path }) => `${host} ${name}: drop-in ${path} changes this unit; the toolkit does not manage it`,
      ),
    ),
  );
}

/** The first component that is due and would be started by a drop-in, not as released: a restart would not mend it. */
export function refuseOverridden(
  desired: readonly AnyDesired[],
  answers: readonly Answer[],
): Refusal | undefined {
  const due = changesOf(desired, answers).filter(({ effect }) => effect !== "enable" && effect !== "stop");
  for (const { host, component } of due) {
    const found = answers.find((answer) => answer.host === host)?.components ?? [];
    const path = found.find(({ name }) => name === component)?.drop_ins.find(({ starts }) => starts)?.path;
    const state = desired.find((candidate) => candidate.host === host);
    const unit = state?.components.find(({ name }) => name === component)?.unit ?? "";
    if (path !== undefined) return sayOverridden(host, component, unit, path);
  }
  return undefined;
}

function sayOverridden(host: Refusal["host"], component: string, unit: string, path: string): Refusal {
  const reason = `drop-in ${path} sets what ${unit} starts, so ${component} would not run as released`;
  const remedy = `Merge what it is for or do without it, type \`systemctl revert ${unit}\` on that host, and run again.`;
  return { host, reason, remedy };
}
