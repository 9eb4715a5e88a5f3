/** Secrets that are looked for: every secret the toolkit knows of a tenant holds one. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { parseDocument, type Document } from "yaml";
import { addressOf, CLOUD } from "../../lab/addresses.ts";
import { must } from "../../lab/process.ts";
import { SECRET_NAMES, secretPaths } from "../../src/inventory/checks/secret-names.ts";
import { tenantFileSchema } from "../../src/inventory/tenant-file.ts";
import type { Fleet } from "./fleet.ts";
import { inBucket } from "./sets.ts";

/** How each of them begins: drawn anew, so that no file of an earlier run holds it. */
export const CANARY = `Canary${randomBytes(6).toString("hex")}`;
/** A bucket of the cloud provider's, for this tenant's sets. */
const BUCKET = "acme-canaries";
const SETS = secretPaths(tenantFileSchema);
/** The secret variables of an inventory. */
export const VARIABLES: readonly string[] = [...SECRET_NAMES];

/** The secret of a variable, or of a key's path. */
export const canaryOf = (...path: readonly string[]): string =>
  `${CANARY}-${path.join("-").replaceAll("_", "-")}-01`;

/** Has every secret of demo's files be a canary, as the schemas list them; returns the texts to look for. */
export async function plantCanaries(fleet: Fleet): Promise<readonly string[]> {
  fleet.edit("demo", (text) =>
    changed(text, (inventory) => {
      for (const name of VARIABLES) {
        inventory.deleteIn(["all", "hosts", "omnileads-app", name]);
        inventory.setIn(["all", "vars", name], canaryOf(name));
      }
      for (const [name, value] of Object.entries(READERS)) inventory.setIn(["all", "vars", name], value);
    }),
  );
  const file = fleet.path("demo", "tenant.yml");
  const extras = changed(readFileSync(file, "utf8"), (extras) => {
    for (const path of SETS) extras.setIn(path, canaryOf(...path));
    extras.setIn(["backup", "bucket", "url"], CLOUD.bucket.url);
    extras.setIn(["backup", "bucket", "name"], BUCKET);
    extras.setIn(["backup", "restore_as", "admin_user"], "doadmin");
  });
  writeFileSync(file, extras);
  await openBucket();
  return [CANARY, ...(await certify(fleet))];
}

/** What has the secrets be read that a tenant may do without. */
const READERS = {
  certs: "custom",
  email_backend: "django.core.mail.backends.smtp.EmailBackend",
  email_default_from: "demo@demo.example",
  email_host: addressOf("cloud"),
  email_user: "demo",
  email_port: 587,
};

function changed(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text);
  change(document);
  return document.toString({ lineWidth: 0 });
}

/** A certificate of the tenant's own. Of its key the two lines that hold the private part are looked for. */
async function certify(fleet: Fleet): Promise<readonly string[]> {
  const name = addressOf("demo-app");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const files = ["-keyout", fleet.path("demo", "key.pem"), "-out", fleet.path("demo", "cert.pem")];
  const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=IP:${name}`];
  await must(["openssl", "req", "-x509", "-days", "365", ...key, ...names, ...files]);
  return readFileSync(fleet.path("demo", "key.pem"), "utf8").split("\n").slice(1, 3);
}

async function openBucket(): Promise<void> {
  const user = canaryOf("backup", "bucket", "access_key");
  const keys = `printf '%s\\n' ${user} ${canaryOf("backup", "bucket", "secret_key")}`;
  const { code, stderr } = await inBucket(
    `$M mb --ignore-existing cloud/${BUCKET}; ${keys} | $M admin user add cloud; $M admin policy attach cloud tenant --user ${user}`,
  );
  if (code !== 0) throw new Error(`the bucket for sets cannot be made: ${stderr}`);
}

/** Takes the bucket of the sets and its user away. */
export async function closeBucket(): Promise<void> {
  const user = canaryOf("backup", "bucket", "access_key");
  await inBucket(`$M rb --force cloud/${BUCKET}; $M admin user remove cloud ${user}`);
}
