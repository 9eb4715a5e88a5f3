/** What of a tenant matters beside others: the values two tenants must not share, and where they stand. */
import type { Path, Value } from "../yaml/value.ts";
import { Secret } from "../secret.ts";
import { SECRET_NAMES } from "../checks/secret-names.ts";

/** What one host sees of an inventory. Anything in it may be wrong; what is no text is left out. */
export interface View {
  readonly host: HostKey;
  readonly texts: ReadonlyMap<string, string>;
  /** Secrets by their values; sealed ones are left out. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Vaulted secrets by their encrypted texts. */
  readonly vaulted: ReadonlyMap<string, string>;
  /** Names of every variable that has a value, sealed ones too. */
  readonly given: ReadonlySet<string>;
  readonly pathOf: (name: string) => Path;
}

/** A host's name in the inventory. */
export type HostKey = "omnileads-app" | "omnileads-voice";

/** The kinds of values that one tenant alone may have. */
export type FactKind = "address" | "fqdn" | "bucket" | "database" | "secret" | "vaulted";

/** One such value. */
export interface Fact {
  readonly kind: FactKind;
  /** Equal where the two are the same; never printed. */
  readonly key: string;
  readonly path: Path;
  /** The variable, or for an address the host. */
  readonly name: string;
  /** Of a secret: host and user of the account elsewhere that it opens; empty for one of the tenant's own. */
  readonly account: string;
}

type Block = Readonly<Record<string, Value>>;

const HOSTS: readonly HostKey[] = ["omnileads-app", "omnileads-voice"];

/** Both hosts' views of an inventory; none where it has no such structure. */
export function viewsOf(value: Value): readonly View[] {
  const all = blockIn(blockOf(value), "all");
  const vars = blockIn(all, "vars");
  const hosts = blockIn(all, "hosts");
  return HOSTS.flatMap((host) =>
    Object.hasOwn(hosts, host) ? [viewOf(host, vars, blockIn(hosts, host))] : [],
  );
}

function viewOf(host: HostKey, vars: Block, own: Block): View {
  const texts = new Map<string, string>();
  const secrets = new Map<string, string>();
  const vaulted = new Map<string, string>();
  const given = new Set<string>();
  for (const block of [vars, own]) {
    for (const [name, value] of Object.entries(block)) {
      const text = value instanceof Secret ? value.reveal() : value;
      const map = SECRET_NAMES.has(name) ? secrets : texts;
      if (value instanceof Secret || (typeof value === "string" && value !== "")) given.add(name);
      else given.delete(name);
      // An empty value hides one of the block above.
      if (typeof text === "string" && text !== "") map.set(name, text);
      else map.delete(name);
      if (value instanceof Secret && value.vaulted !== undefined) vaulted.set(name, bytesOf(value.vaulted));
      else vaulted.delete(name);
    }
  }
  const pathOf = (name: string): Path =>
    Object.hasOwn(own, name) ? ["all", "hosts", host, name] : ["all", "vars", name];
  return { host, texts, secrets, vaulted, given, pathOf };
}

/** An encrypted text's salt and bytes, however it is written: where they are the same, so is the secret. */
function bytesOf(vaulted: string): string {
  return vaulted.trim().replace(/^\S+/, "").replace(/\s+/g, "").toLowerCase();
}

/** Every fact of both hosts; the same place is told once. */
export function factsOf(views: readonly View[]): readonly Fact[] {
  const facts = views.flatMap((view) => [
    ...addressFact(view),
    ...serviceFacts(view),
    ...secretFacts("secret", view),
    ...secretFacts("vaulted", view),
  ]);
  const seen = new Set<string>();
  return facts.filter(({ kind, path }) => {
    const place = `${kind} ${path.join(".")}`;
    return !seen.has(place) && seen.add(place);
  });
}

/** Several hosts may stand behind one address, on ports of their own. */
function addressFact({ host, texts, pathOf }: View): readonly Fact[] {
  const address = texts.get("ansible_host");
  if (address === undefined) return [];
  const key = `${address.toLowerCase()} ${texts.get("ansible_ssh_port") ?? "22"}`;
  return [{ kind: "address", key, path: pathOf("ansible_host"), name: host, account: "" }];
}

function serviceFacts({ texts, pathOf }: View): readonly Fact[] {
  const lower = (name: string) => texts.get(name)?.toLowerCase();
  const fact = (kind: FactKind, name: string, parts: readonly (string | undefined)[]): readonly Fact[] =>
    parts.includes(undefined) ? [] : [{ kind, key: parts.join(" "), path: pathOf(name), name, account: "" }];
  const url = serverOf(lower("bucket_url"));
  const server = [lower("postgres_host"), texts.get("postgres_port") ?? "5432"];
  const database = texts.get("postgres_database");
  return [
    ...fact("fqdn", "fqdn", [lower("fqdn")]),
    ...fact("bucket", "bucket_name", [url, texts.get("bucket_name")]),
    ...(database === undefined
      ? fact("database", "postgres_host", [...server, "omnileads"])
      : fact("database", "postgres_database", [...server, database])),
  ];
}

/** Name and port of a URL's server: the usual port may be left out, and both schemes lead to it. */
function serverOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : url;
}

/** Names and keys of a provider's that a fleet may share: they open nothing of a tenant's alone. */
const SHAREABLE = new Set(["bucket_access_key", "google_maps_api_key"]);

/** Secrets of an account elsewhere: the same host and user are one account, used by two tenants on purpose. */
const ACCOUNTS = new Map<string, readonly [host: string, user: string]>([
  ["email_password", ["email_host", "email_user"]],
  ["dialer_password", ["dialer_host", "dialer_user"]],
]);

function secretFacts(kind: "secret" | "vaulted", view: View): readonly Fact[] {
  const values = kind === "secret" ? view.secrets : view.vaulted;
  const kept = [...values].filter(([name, key]) => key !== "" && !SHAREABLE.has(name));
  return kept.map(([name, key]) => {
    const account = (ACCOUNTS.get(name) ?? []).map((part) => view.texts.get(part) ?? "").join(" ");
    return { kind, key, path: view.pathOf(name), name, account };
  });
}

function blockIn(block: Block, key: string): Block {
  return blockOf(Object.hasOwn(block, key) ? block[key] : undefined);
}

function blockOf(value: Value | undefined): Block {
  const isBlock = typeof value === "object" && value !== null && !(value instanceof Secret);
  return isBlock && !Array.isArray(value) ? (value as Block) : {};
}
