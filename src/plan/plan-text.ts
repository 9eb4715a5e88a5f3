/** A plan as text for a terminal. Pure. */
import { plain } from "../report/plain.ts";
import { changesIn, countText, type FleetPlan, type PendingPlan } from "./fleet-plan.ts";
import type { HostPlan, TenantPlan } from "./tenant-plan.ts";
import { detailsOf, effectText, hostDetails, impactText, toolkitSentences, type Detail } from "./words.ts";

/** The whole plan; ends with a newline. Nothing in it can move a terminal's cursor. */
export function formatPlan(plan: FleetPlan): string {
  const changes = changesIn(plan);
  const counts = countText(plan.tenants);
  const unchanged = plan.same + plan.tenants.filter((tenant) => tenant.class === "unchanged").length;
  const lines = [
    `Against ${plan.base.commit.slice(0, 12)}, ${plan.base.why}. No host was asked.`,
    ...toolkitSentences(plan),
    ...changes.flatMap((tenant) => ["", ...tenantLines(tenant)]),
    ...plan.pending.flatMap((pending) => ["", ...pendingLines(pending)]),
    "",
    ...plan.unreadable.map((name) => `${name}: not planned, its files have errors. Type: npx oml validate`),
    ...plan.unreadableBefore.map((name) => `${name}: its files had errors before, so it is shown as if new.`),
    ...(counts === "" ? [] : [`${counts}.`]),
    ...(unchanged === 0 ? [] : [`${unchanged} ${unchanged === 1 ? "tenant" : "tenants"} unchanged.`]),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}

function tenantLines(plan: TenantPlan): readonly string[] {
  return [
    `${plan.tenant}: ${plan.class}; ${impactText(plan)}`,
    ...(plan.to === null ? [] : [`  release ${plan.to}`]),
    ...plan.hosts.flatMap((host) => hostLines(host, plan)),
    ...plan.notes.map((note) => `  ${note}`),
  ];
}

function hostLines(host: HostPlan, plan: TenantPlan): readonly string[] {
  const lines = [
    ...hostDetails(host, plan).map((text) => `    ${text}`),
    ...host.components.map((component) => {
      const details = detailsOf(component).map(detailText);
      return `    ${component.component}: ${[effectText(component), ...details].join("; ")}`;
    }),
  ];
  return lines.length === 0 ? [] : [`  ${host.host}`, ...lines];
}

function detailText({ label, words }: Detail): string {
  const isPair = words.some(({ quoted }) => !quoted);
  return [label, words.map(({ text }) => text).join(isPair ? " " : ", ")]
    .filter((part) => part !== "")
    .join(" ");
}

function pendingLines({ tenant, outcome, since, reason, plan }: PendingPlan): readonly string[] {
  const head = `${tenant}: merged earlier, not applied: ${outcome} since ${since}. ${reason}`;
  if (plan === null) return [head];
  return [head, "  from what its hosts run, all together:", ...tenantLines(plan).map((line) => `  ${line}`)];
}
