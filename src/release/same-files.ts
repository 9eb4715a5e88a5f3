/** Whether two states of a tenant's files bring the same to its hosts. Pure. */
import { parseDocument } from "yaml";
import { fingerprintOf } from "./fingerprint.ts";

/** The texts of a tenant's files, by name. */
export type TenantTexts = Readonly<Partial<Record<string, string>>>;

/** Keys of `tenant.yml` that say when something is deployed, not what. */
const NOT_OF_RELEASE = ["wave", "voice_changes", "max_age", "allow-schema-ahead"];

/** Compares what the files say: comments, order and form of YAML and JSON do not count. */
export function decidesTheSame(a: TenantTexts, b: TenantTexts): boolean {
  return fingerprintOf(saidBy(a)) === fingerprintOf(saidBy(b));
}

function saidBy(texts: TenantTexts): unknown {
  const settings = yaml(texts["tenant.yml"] ?? "{}");
  return {
    inventory: yaml(texts["inventory.yml"] ?? ""),
    settings: isRecord(settings) ? without(settings) : settings,
    lock: json(texts["images.lock.json"]),
    certificate: texts["cert.pem"] ?? null,
    key: texts["key.pem"] ?? null,
  };
}

/** Sealed secrets by their ciphertext; a text that is no YAML by itself. */
function yaml(text: string): unknown {
  const customTags = ["!vault", "!unsafe"].map((tag) => ({
    tag,
    identify: () => false,
    resolve: (value: string) => value,
  }));
  try {
    const document = parseDocument(text, { schema: "failsafe", customTags, uniqueKeys: false });
    return document.errors.length > 0 ? text : (document.toJS({ maxAliasCount: 100 }) as unknown);
  } catch {
    return text;
  }
}

function json(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function without(settings: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !NOT_OF_RELEASE.includes(key)));
}
