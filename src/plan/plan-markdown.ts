/** A plan as GitHub's Markdown: the comment on a pull request, and whole in the job's summary. Pure. */
import { changesIn, countText, isQuiet, type FleetPlan, type PendingPlan } from "./fleet-plan.ts";
import { code, defused } from "./markdown.ts";
import { shorten } from "./shorten.ts";
import type { HostPlan, TenantPlan } from "./tenant-plan.ts";
import {
  detailsOf,
  effectText,
  hostDetails,
  impactText,
  toolkitSentences,
  touchedNames,
  type Detail,
} from "./words.ts";

/** Part of the room that the table of tenants may take; their details have the rest. */
const SHARE_OF_TABLE = 0.45;

/** The plan in at most `limit` characters, shortened in the middle; ends with a newline. */
export function formatPlanMarkdown(plan: FleetPlan, limit: number): string {
  const changes = changesIn(plan);
  const head = headLines(plan, changes).join("\n");
  const rows = [...plan.pending.map(pendingRow), ...changes.map(row)];
  const sections = [...plan.pending.map(pendingSection), ...changes.map(section)];
  const room = limit - head.length - ROOM_OF_NOTES;
  const table = shorten(rows, Math.max(0, Math.floor(room * SHARE_OF_TABLE)));
  const used = [...table.first, ...table.last].reduce((sum, text) => sum + text.length + 1, 0);
  const details = shorten(sections, Math.max(0, room - used));
  const middle = table.omitted === 0 ? [] : [`| … ${table.omitted} more | | | | |`];
  const lines = [
    head,
    ...(rows.length === 0 ? [] : ["", TABLE_HEAD, ...table.first, ...middle, ...table.last, ""]),
    ...details.first,
    ...omission(details.omitted),
    ...details.last,
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Room for the fixed lines between the parts. */
const ROOM_OF_NOTES = 600;

const TABLE_HEAD = "| Tenant | Change | Touches | Who notices | Release |\n|---|---|---|---|---|";

function omission(count: number): readonly string[] {
  if (count === 0) return [];
  const text = count === 1 ? "one tenant's details do" : `${count} tenants' details do`;
  return [`*${text} not fit here; the job's summary has the whole plan.*`, ""];
}

function headLines(plan: FleetPlan, changes: readonly TenantPlan[]): readonly string[] {
  const title = countText(changes) || "no tenant changes";
  const { commit, why } = plan.base;
  return [
    `## Plan: ${title}`,
    "",
    `Against \`${commit.slice(0, 12)}\`, ${defused(why)}. No host was asked; secrets are only *touched* or not.`,
    ...toolkitSentences(plan).map((sentence) => `\n${defused(sentence)}`),
    ...listLine(plan.unreadable, "Not planned, their files have errors"),
    ...listLine(plan.unreadableBefore, "Shown as if new, their files had errors before"),
    ...(isQuiet(plan) && plan.unreadable.length === 0 ? ["", "Merging this changes no host."] : []),
  ];
}

/** Names beyond these are counted. */
const MOST_NAMES = 20;

function listLine(names: readonly string[], label: string): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return ["", `${label}: ${names.slice(0, MOST_NAMES).map(code).join(", ")}${more}.`];
}

function row(plan: TenantPlan): string {
  const touched = touchedNames(plan).map(code).join(" ");
  return cells([code(plan.tenant), `**${plan.class}**`, touched, impactText(plan), fingerprint(plan)]);
}

function pendingRow({ tenant, outcome, plan }: PendingPlan): string {
  const change = `*from before:* ${outcome}`;
  if (plan === null) return cells([code(tenant), change, "", "unknown", ""]);
  const touched = touchedNames(plan).map(code).join(" ");
  return cells([
    code(tenant),
    `${change}; all together **${plan.class}**`,
    touched,
    impactText(plan),
    fingerprint(plan),
  ]);
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(" | ")} |`;
}

function fingerprint({ to }: TenantPlan): string {
  return to === null ? "" : `\`${to.slice(0, 12)}\``;
}

function section(plan: TenantPlan): string {
  return folded(`${code(plan.tenant)}: ${plan.class}`, body(plan));
}

function pendingSection({ tenant, outcome, since, reason, run, plan }: PendingPlan): string {
  const told = `Merged earlier and not applied: ${outcome} since ${defused(since)}. ${defused(reason)} (run: ${defused(run)})`;
  const rest = plan === null ? "What its hosts run cannot be told." : body(plan);
  return folded(`${code(tenant)}: changes from before, ${outcome}`, `${told}\n\n${rest}`);
}

function folded(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`;
}

function body(plan: TenantPlan): string {
  const release = plan.to === null ? [] : [`Release \`${plan.to}\``];
  const parts = [
    ...plan.hosts.flatMap((host) => hostParts(host, plan)),
    ...plan.notes.map((note) => `- ${defused(note)}`),
    ...release,
  ];
  return parts.join("\n\n");
}

function hostParts(host: HostPlan, plan: TenantPlan): readonly string[] {
  const notes = hostDetails(host, plan);
  if (notes.length + host.components.length === 0) return [];
  const title = `**${host.host}**${notes.length === 0 ? "" : `: ${notes.join("; ")}`}`;
  const rows = host.components.map((component) => {
    const details = detailsOf(component).map(detail).join("<br>");
    return cells([code(component.component), effectText(component), details]);
  });
  return rows.length === 0
    ? [title]
    : [title, ["| Component | | What changes |\n|---|---|---|", ...rows].join("\n")];
}

function detail({ label, words }: Detail): string {
  const isPair = words.some(({ quoted }) => !quoted);
  const shown = words.map(({ text, quoted }) => (quoted ? code(text) : text));
  return `${label} ${shown.join(isPair ? " " : ", ")}`.trimEnd();
}
