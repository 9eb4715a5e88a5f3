/** Rules about secrets. What cannot be opened is judged by its form alone. */
import { createHash } from "node:crypto";
import { problemAt, type Document } from "../yaml/document.ts";
import { valueIn, type Path, type Value } from "../yaml/value.ts";
import type { Inventory } from "../inventory.ts";
import type { TenantPolicy } from "../fleet/policy.ts";
import type { Problem } from "../problem.ts";
import { clearSecret, sampleSecret, weakSecret } from "../rules/secrets.ts";
import { SAMPLE_HASHES } from "./samples.ts";
import { SECRET_NAMES, secretPaths } from "./secret-names.ts";
import { Secret } from "../secret.ts";
import { tenantFileSchema } from "../tenant-file.ts";

/** A secret where it stands. */
interface Found {
  readonly document: Document;
  readonly path: Path;
  readonly name: string;
  readonly value: Value | undefined;
  /** The account it belongs to, where one does. */
  readonly user?: Value | undefined;
}

/** Every finding about the secrets of both hosts. */
export function checkSecrets({ document, views }: Inventory, policy: TenantPolicy): readonly Problem[] {
  return views.flatMap((view) =>
    [...SECRET_NAMES].flatMap((name) => {
      const value = Object.hasOwn(view.values, name) ? view.values[name] : undefined;
      const user = view.values[USERS[name] ?? ""];
      return checkSecret({ document, path: view.pathOf(name), name, value, user }, policy);
    }),
  );
}

/** Every finding about the secrets of `tenant.yml`. */
export function checkFileSecrets(document: Document, policy: TenantPolicy): readonly Problem[] {
  return secretPaths(tenantFileSchema).flatMap((path) => {
    const value = valueIn(document.value, path);
    return checkSecret({ document, path, name: String(path.at(-1)), value }, policy);
  });
}

function checkSecret(found: Found, policy: TenantPolicy): readonly Problem[] {
  const { document, path, name, value } = found;
  const text = value instanceof Secret ? value.reveal() : value;
  if (typeof text !== "string" || text === "") return [];
  const problems: Problem[] = [];
  if (isSample(text)) problems.push(problemAt(document, path, sampleSecret, { variant: "published" }));
  else {
    const variant = weaknessOf(text, found);
    if (variant !== undefined) problems.push(problemAt(document, path, weakSecret, { variant }));
  }
  if (!(value instanceof Secret)) {
    const severity = policy.secrets === "vault" ? "error" : "warning";
    problems.push(problemAt(document, path, clearSecret, { variant: "clear", values: { name }, severity }));
  }
  return problems;
}

function isSample(text: string): boolean {
  return SAMPLE_HASHES.has(createHash("sha256").update(text).digest("hex").slice(0, 16));
}

/** Identifiers and keys of a provider's: their owner chooses no password. */
const GIVEN = new Set(["bucket_access_key", "google_maps_api_key", "access_key"]);
const LEAST_LENGTH = 8;
const FILLER =
  /^[<[(_-]*(change|replace|cambi[ae]|reemplaz|your|tu|su|my|mi|todo|fixme|xxx|placeholder|example|ejemplo|sample|dummy|default|insert)([-_ ]?(me|this|it|esto|eme|password|passwd|pass|secret|key|value|clave|contrase(ñ|n)a|valor|here|now|in|production))*[\d!.]*[>\])_-]*$/i;
/** No word of it is made of others: else the time to try them all would grow with every repetition. */
const COMMON =
  /^(p[a@]ss(w[o0]rd|wd|phrase)?|s[e3]cr[e3]t[o0]?|contrase(ñ|n)a|clave|admin(istrator)?|root|letmein|welcome|qwerty(uiop)?|asdf(ghjkl)?|test(ing)?|demo|omnileads|asterisk|postgres(ql)?|minio|abc|guest|user|default)+[-_@.]?\d*[!.]*$/i;

function weaknessOf(text: string, { name, user }: Found): "filler" | "common" | "user" | "short" | undefined {
  if (FILLER.test(text)) return "filler";
  if (GIVEN.has(name)) return undefined;
  if (COMMON.test(text) || isRegular(text)) return "common";
  if (typeof user === "string" && user.toLowerCase() === text.toLowerCase()) return "user";
  return text.length < LEAST_LENGTH ? "short" : undefined;
}

/** The account a password belongs to. */
const USERS: Readonly<Record<string, string>> = {
  postgres_password: "postgres_user",
  ami_password: "ami_user",
  dialer_password: "dialer_user",
  email_password: "email_user",
  s3_http_admin_pass: "s3_http_admin_user",
  bucket_secret_key: "bucket_access_key",
};

/** One or two characters over and over, or a run such as 12345678. */
function isRegular(text: string): boolean {
  const step = text.charCodeAt(1) - text.charCodeAt(0);
  let isRun = Math.abs(step) === 1;
  for (let at = 2; isRun && at < text.length; at++) {
    isRun = text.charCodeAt(at) - text.charCodeAt(at - 1) === step;
  }
  return isRun || "1234567890".startsWith(text) || new Set(text).size <= 2;
}
