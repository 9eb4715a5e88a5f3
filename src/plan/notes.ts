/** What a plan has to say in sentences. Pure. */
import { viewsOf } from "../inventory/fleet/facts.ts";
import { readTenantFile } from "../inventory/tenant-file.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import { readDocument } from "../inventory/yaml/document.ts";
import { isSame } from "./compare-component.ts";
import { commitOfReturn } from "./history.ts";
import type { PlanFacts } from "./facts.ts";
import type { PlannedTenant } from "./planned.ts";
import { safetyNote } from "./safety-note.ts";
import { schemaNote } from "./schema-ahead.ts";
import type { TenantPlan } from "./tenant-plan.ts";

/** The sentences on a plan. */
export function notesOf(
  plan: Omit<TenantPlan, "notes">,
  base: PlannedTenant | undefined,
  head: PlannedTenant | undefined,
  facts: PlanFacts,
): readonly string[] {
  const { tenant } = plan;
  if (head === undefined) {
    return [
      `No host is touched: those of ${tenant} keep running what they run, and nothing deploys to them.`,
    ];
  }
  return [
    ...(plan.class === "unchanged" ? [] : lockNotes(tenant, head, base)),
    ...(base === undefined ? arrivalNotes(tenant, plan, facts) : changeNotes(base, head, facts)),
    ...dataNotes(plan, head, facts),
    ...removalNotes(plan),
  ];
}

function dataNotes(
  { hosts }: Omit<TenantPlan, "notes">,
  { sources }: PlannedTenant,
  { records }: PlanFacts,
): readonly string[] {
  const file = readTenantFile(sources.tenantFile).value;
  const notes = [schemaNote(hosts, records, file["allow-schema-ahead"]), safetyNote(hosts, file)];
  return notes.filter((note) => note !== undefined);
}

function lockNotes(
  tenant: string,
  { unlocked }: PlannedTenant,
  base: PlannedTenant | undefined,
): readonly string[] {
  if (unlocked.length === 0) return base?.unlocked.length ? [FIRST_LOCK] : [];
  const list = unlocked.length > 3 ? `${unlocked.length} images` : unlocked.join(", ");
  const remedy = `Type: npx oml lock --tenant ${tenant}`;
  return [`The lock has no digest for ${list}, so a deploy would be refused. ${remedy}`];
}

const FIRST_LOCK =
  "These are the first digests that are locked for some images: whether they are what runs already, only the hosts know.";

function arrivalNotes(
  tenant: string,
  plan: Omit<TenantPlan, "notes">,
  { renamedFrom }: PlanFacts,
): readonly string[] {
  if (renamedFrom !== undefined) {
    return [
      `Its hosts are those of ${renamedFrom}, which this change removes. They bear that name, so a deploy of ${tenant} will be refused.`,
    ];
  }
  if (plan.class === "adopt") {
    return ["Deployment records say that its hosts run it already: they are taken over with their data."];
  }
  return ["Hosts that already run OMniLeads are adopted: taken over with their data. Others are installed."];
}

function changeNotes(base: PlannedTenant, head: PlannedTenant, facts: PlanFacts): readonly string[] {
  const { states, history } = facts;
  const commit = states && commitOfReturn(history, states.base, states.head);
  return [
    ...(commit === undefined ? [] : [`The tenant's folder is again what it was at ${commit.slice(0, 12)}.`]),
    ...addressNotes(base.sources, head.sources),
    ...termNotes(base.sources, head.sources),
  ];
}

/** The address, the port and the user of each host. */
function addressNotes(base: TenantSources, head: TenantSources): readonly string[] {
  const before = new Map(viewsOf(readDocument(base.inventory).value).map((view) => [view.host, view.texts]));
  return viewsOf(readDocument(head.inventory).value).flatMap(({ host, texts }) => {
    const old = before.get(host);
    const isOther = (name: string) => old?.get(name) !== texts.get(name);
    if (isOther("ansible_host")) {
      return [
        `${host} is reached at another address. If another machine answers there, it is installed anew and the earlier one keeps running.`,
      ];
    }
    return isOther("ansible_ssh_port") || isOther("ansible_user")
      ? [`${host} is reached by another port or user.`]
      : [];
  });
}

function termNotes(base: TenantSources, head: TenantSources): readonly string[] {
  const [before, after] = [base, head].map(
    ({ tenantFile }): Readonly<Record<string, unknown>> => readTenantFile(tenantFile).value,
  );
  const names = Object.keys(after ?? {}).filter((name) => name !== "images");
  const changed = names.filter((name) => !isSame(before?.[name], after?.[name]));
  return changed.length === 0 ? [] : [`tenant.yml changes how it is deployed: ${changed.join(", ")}.`];
}

function removalNotes({ hosts }: Omit<TenantPlan, "notes">): readonly string[] {
  const leaving = hosts.flatMap(({ components }) =>
    components.filter(({ effect }) => effect === "stop").map(({ component }) => component),
  );
  if (leaving.length === 0) return [];
  const list = [...new Set(leaving)].join(", ");
  return [`Stopped and disabled, with their volumes left in place: ${list}.`];
}
