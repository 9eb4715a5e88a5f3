/** Rules that look at more than one variable: what a deploy needs to be safe. */
import { isLoopback } from "./address.ts";
import { problemAt } from "./document.ts";
import type { Inventory } from "./inventory.ts";
import type { Problem } from "./problem.ts";
import { certbot } from "./rules/certificate.ts";
import { hostsDiffer, peerAddress, sameHost } from "./rules/hosts.ts";
import type { Rule, Values } from "./rules/rule.ts";
import {
  bucketEndpoint,
  homer,
  mailAccount,
  managedOption,
  minioAccount,
  replica,
} from "./rules/services.ts";
import { Secret } from "./secret.ts";
import { sharedFields } from "./settings.ts";

/** What a rule found, at the variable it names. */
interface Finding {
  readonly rule: Rule;
  readonly variant: string;
  readonly name: string;
  readonly host?: "app" | "voice";
  readonly values?: Values;
}

type Check = (inventory: Inventory) => readonly (Finding | false | undefined)[];

/** Names a finding, with the variants its rule has. */
function found<Variant extends string>(
  rule: Rule<Variant>,
  variant: NoInfer<Variant>,
  name: string,
  more: { readonly host?: "app" | "voice"; readonly values?: Values } = {},
): Finding {
  return { rule, variant, name, ...more };
}

/** Every finding of every rule, located. */
export function checkInventory(inventory: Inventory): readonly Problem[] {
  const findings = CHECKS.flatMap((check) => check(inventory)).filter(
    (finding) => finding !== undefined && finding !== false,
  );
  return findings.map(({ rule, name, host, ...finding }) =>
    problemAt(inventory.document, inventory.pathOf(name, host), rule, finding),
  );
}

const hostsAreTwo: Check = ({ app, voice }) => [
  app.omni_ip_lan === voice.omni_ip_lan && found(sameHost, "lan", "omni_ip_lan", { host: "voice" }),
  app.ansible_host === voice.ansible_host &&
    app.ansible_ssh_port === voice.ansible_ssh_port &&
    found(sameHost, "connection", "ansible_host", { host: "voice" }),
];

const hostsNameEachOther: Check = ({ app, voice }) => [
  app.voice_host !== voice.omni_ip_lan &&
    found(peerAddress, "differs", "voice_host", {
      host: "app",
      values: { peer: "omnileads-voice", address: voice.omni_ip_lan },
    }),
  voice.application_host !== app.omni_ip_lan &&
    found(peerAddress, "differs", "application_host", {
      host: "voice",
      values: { peer: "omnileads-app", address: app.omni_ip_lan },
    }),
];

const sharedAlike: Check = ({ app, voice }) =>
  (Object.keys(sharedFields) as (keyof typeof sharedFields)[]).map(
    (name) => !isSame(app[name], voice[name]) && found(hostsDiffer, "differs", name),
  );

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Secret && b instanceof Secret ? a.reveal() === b.reveal() : a === b;
}

const replicaIsWhole: Check = ({ settings }) => [
  settings.postgres_ha && settings.postgres_ro_host === undefined && found(replica, "host", "postgres_ha"),
  !settings.postgres_ha &&
    settings.postgres_ro_host !== undefined &&
    found(replica, "flag", "postgres_ro_host"),
];

const managedOptionsNeedService: Check = ({ settings }) => {
  if (settings.postgres_host !== undefined) return [];
  return (["postgres_ssl", "postgres_ha"] as const).map(
    (name) => settings[name] && found(managedOption, "on", name, { values: { name } }),
  );
};

const selfHostedBucket: Check = ({ settings }) => {
  if (settings.bucket_url !== undefined) return [];
  return [
    needsLength("s3_http_admin_user", settings.s3_http_admin_user, 3),
    needsLength("s3_http_admin_pass", settings.s3_http_admin_pass, 8),
    needsLength("bucket_access_key", settings.bucket_access_key, 3),
    needsLength("bucket_secret_key", settings.bucket_secret_key, 8),
    settings.bucket_access_key.reveal() === settings.s3_http_admin_user &&
      found(minioAccount, "administrator", "bucket_access_key"),
  ];
};

function needsLength(name: string, value: string | Secret | undefined, length: number): Finding | false {
  if (value === undefined) return found(minioAccount, "missing", name, { values: { name } });
  const text = value instanceof Secret ? value.reveal() : value;
  const isShort = text !== undefined && text.length < length;
  return isShort && found(minioAccount, "short", name, { values: { length: String(length) } });
}

const bucketIsElsewhere: Check = ({ settings }) => [
  settings.bucket_url !== undefined &&
    isLoopback(new URL(settings.bucket_url).hostname) &&
    found(bucketEndpoint, "loopback", "bucket_url"),
];

const SMTP = "django.core.mail.backends.smtp.EmailBackend";

const mailIsWhole: Check = ({ settings }) => {
  const parts = ["email_default_from", "email_host", "email_password", "email_user", "email_port"] as const;
  const missing = settings.email_backend === SMTP ? parts.filter((name) => settings[name] === undefined) : [];
  return [
    missing.length > 0 &&
      found(mailAccount, "missing", "email_backend", { values: { missing: missing.join(", ") } }),
    settings.email_use_ssl && settings.email_use_tls && found(mailAccount, "both", "email_use_tls"),
  ];
};

const homerHasHost: Check = ({ settings }) => [
  settings.homer_enable && settings.observability_host === undefined && found(homer, "host", "homer_enable"),
];

const certbotIsLater: Check = ({ settings }) => [
  settings.certs === "certbot" && found(certbot, "later", "certs"),
];

const CHECKS: readonly Check[] = [
  hostsAreTwo,
  hostsNameEachOther,
  sharedAlike,
  replicaIsWhole,
  managedOptionsNeedService,
  selfHostedBucket,
  bucketIsElsewhere,
  mailIsWhole,
  homerHasHost,
  certbotIsLater,
];
