/** Group 7: judges tenants by the fleet's own policy. */
import { readDocument } from "../yaml/document.ts";
import { valueIn, type Path } from "../yaml/value.ts";
import type { View } from "./facts.ts";
import { matches, type FleetFile, type TagPolicy } from "./fleet-file.ts";
import type { Documents } from "./places-of-findings.ts";
import type { Problem } from "../problem.ts";
import { allowedTag, requiredVariable } from "../rules/policies.ts";
import { report, type Place, type Values } from "../rules/rule.ts";
import { settingsSchema } from "../settings.ts";
import type { TenantSources } from "../tenant.ts";
import { readTenantFile, tenantFileSchema } from "../tenant-file.ts";

/** What a tenant is judged by. */
export interface PolicyQuestion {
  readonly policy: FleetFile;
  readonly sources: TenantSources;
  readonly views: readonly View[];
  readonly documents: Documents;
}

/** Problems of one tenant: required variables and tags. */
export function checkPolicy(question: PolicyQuestion): readonly Problem[] {
  return [...checkRequired(question), ...checkTags(question)];
}

function checkRequired({ policy, sources, views, documents }: PolicyQuestion): readonly Problem[] {
  return policy.required.flatMap((name) => {
    const isThere = views.some(({ given }) => given.has(name));
    if (isThere || !Object.hasOwn(settingsSchema.shape, name)) return [];
    const place = documents.placeOf(sources.inventory, ["all", "vars"], "key");
    return [report(requiredVariable, "missing", place, { name })];
  });
}

/** A tag a tenant runs, and where it is or would be written. */
interface Tag {
  readonly name: string;
  readonly tag: string;
  readonly isWritten: boolean;
  readonly place: () => Place;
}

/** A policy, and what messages call it. */
interface NamedPolicy {
  readonly title: Readonly<Record<"en" | "es", string>>;
  readonly tags: TagPolicy;
}

function checkTags(question: PolicyQuestion): readonly Problem[] {
  const policies = policiesOf(question.policy, question.sources).filter(isDemanding);
  if (policies.length === 0) return [];
  return [variableTags(question), imageTags(question)].flatMap((tags) => {
    const broken = tags.flatMap((tag) => {
      const policy = policies.find((candidate) => !allows(candidate.tags, tag.tag));
      return policy === undefined ? [] : [{ ...tag, policy }];
    });
    const written = broken.filter(({ isWritten }) => isWritten);
    const absent = broken.filter(({ isWritten }) => !isWritten);
    const alike = Map.groupBy(absent, ({ tag, policy }) => `${tag} ${policy.title.en}`);
    return [
      ...written.map((tag) => tagProblem("forbidden", [tag])),
      ...[...alike.values()].map((group) => tagProblem("default", group)),
    ];
  });
}

/** One problem for tags that are alike and stand at one place. */
function tagProblem(
  variant: "forbidden" | "default",
  tags: readonly (Tag & { readonly policy: NamedPolicy })[],
): Problem {
  const [first] = tags as readonly [(typeof tags)[number]];
  const { title, tags: policy } = first.policy;
  const hint = policy.allowed?.length ? `: ${policy.allowed.join(", ")}` : "";
  const names = tags.map(({ name }) => name).join(", ");
  const values: Values = { names, tag: first.tag, policy: title.en, "policy:es": title.es, hint };
  return report(allowedTag, variant, first.place(), values);
}

function policiesOf({ tags, waves }: FleetFile, { tenantFile }: TenantSources): readonly NamedPolicy[] {
  const everyone = { title: { en: "fleet.yml", es: "fleet.yml" }, tags };
  if (Object.keys(waves).length === 0) return [everyone];
  const { wave } = readTenantFile(tenantFile).value;
  const title = { en: `wave ${wave} of fleet.yml`, es: `la oleada ${wave} de fleet.yml` };
  const own = waves[wave];
  return own === undefined ? [everyone] : [everyone, { title, tags: own.tags }];
}

function isDemanding({ tags }: NamedPolicy): boolean {
  return tags.forbidden.length > 0 || tags.allowed !== undefined;
}

function allows({ forbidden, allowed }: TagPolicy, tag: string): boolean {
  if (forbidden.some((wanted) => matches(tag, wanted))) return false;
  return allowed === undefined || allowed.some((wanted) => matches(tag, wanted));
}

const VARIABLES = Object.keys(settingsSchema.shape).filter((name) => name.endsWith("_version"));
const IMAGES: Readonly<Record<string, string>> = tenantFileSchema.parse({}).images;

/** Images that not every tenant runs: it depends on its variables, or on whether backup sets are taken. */
const NEEDS: Readonly<Record<string, (view: View, hasBackups: boolean) => boolean>> = {
  postgres: ({ texts }, hasBackups) => hasBackups || !texts.has("postgres_host"),
  restic: (_, hasBackups) => hasBackups,
  minio: ({ texts }) => !texts.has("bucket_url"),
  node_exporter: hasExporters,
  postgres_exporter: hasExporters,
  redis_exporter: hasExporters,
};

function hasExporters({ texts }: View): boolean {
  return /^(true|yes|on)$/i.test(texts.get("prometheus_enable") ?? "");
}

/** Tags of the inventory, or their defaults. */
function variableTags({ sources, views, documents }: PolicyQuestion): readonly Tag[] {
  return VARIABLES.map((name): Tag => {
    const view = views.find(({ texts }) => texts.has(name));
    const path: Path = view?.pathOf(name) ?? ["all", "vars"];
    const place = () => documents.placeOf(sources.inventory, path, view === undefined ? "key" : "value");
    return { name, tag: view?.texts.get(name) ?? "latest", isWritten: view !== undefined, place };
  });
}

/** Tags of `tenant.yml`, or their defaults, of the images the tenant runs. */
function imageTags({ sources, views, documents }: PolicyQuestion): readonly Tag[] {
  const [app] = views;
  const { tenantFile, inventory } = sources;
  const value = tenantFile === undefined ? null : readDocument(tenantFile).value;
  const hasBackups = valueIn(value, ["backup"]) !== undefined;
  const used = Object.entries(IMAGES).filter(
    ([name]) => app === undefined || (NEEDS[name]?.(app, hasBackups) ?? true),
  );
  return used.map(([image, standard]): Tag => {
    const path: Path = ["images", image];
    const written = valueIn(value, path);
    const isWritten = typeof written === "string";
    const place = () => documents.placeOf(tenantFile ?? inventory, isWritten ? path : []);
    return { name: `images.${image} (tenant.yml)`, tag: isWritten ? written : standard, isWritten, place };
  });
}
