/** Rules that look at more than one variable: what a deploy needs to be safe. */
import { isLoopback } from "./address.ts";
import { problemAt } from "./document.ts";
import type { Inventory } from "./inventory.ts";
import type { Problem } from "./problem.ts";
import { Secret } from "./secret.ts";
import { sharedFields } from "./settings.ts";

/** What a rule found, at the variable it names. */
interface Finding {
  readonly name: string;
  readonly host?: "app" | "voice";
  readonly message: string;
  readonly remedy: string;
}

type Check = (inventory: Inventory) => readonly (Finding | false | undefined)[];

/** Every finding of every rule, located. */
export function checkInventory(inventory: Inventory): readonly Problem[] {
  const findings = CHECKS.flatMap((check) => check(inventory)).filter(
    (finding) => finding !== undefined && finding !== false,
  );
  return findings.map(({ name, host, message, remedy }) =>
    problemAt(inventory.document, inventory.pathOf(name, host), message, remedy),
  );
}

const hostsAreTwo: Check = ({ app, voice }) => [
  app.omni_ip_lan === voice.omni_ip_lan && {
    name: "omni_ip_lan",
    host: "voice",
    message: "is the address of omnileads-app too, and the two hosts must differ",
    remedy: "Give each host its own omni_ip_lan",
  },
  app.ansible_host === voice.ansible_host &&
    app.ansible_ssh_port === voice.ansible_ssh_port && {
      name: "ansible_host",
      host: "voice",
      message: "reaches omnileads-app too, and the two hosts must differ",
      remedy: "Give each host its own ansible_host",
    },
];

const hostsNameEachOther: Check = ({ app, voice }) => [
  app.voice_host !== voice.omni_ip_lan && {
    name: "voice_host",
    host: "app",
    message: `is not the omni_ip_lan of omnileads-voice, which is ${voice.omni_ip_lan}`,
    remedy: "Write the same address in both places",
  },
  voice.application_host !== app.omni_ip_lan && {
    name: "application_host",
    host: "voice",
    message: `is not the omni_ip_lan of omnileads-app, which is ${app.omni_ip_lan}`,
    remedy: "Write the same address in both places",
  },
];

const sharedAlike: Check = ({ app, voice }) =>
  (Object.keys(sharedFields) as (keyof typeof sharedFields)[]).map((name) => {
    if (isSame(app[name], voice[name])) return undefined;
    const message = "differs between the two hosts, and both read it";
    return { name, message, remedy: "Write it once, under all.vars" };
  });

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Secret && b instanceof Secret ? a.reveal() === b.reveal() : a === b;
}

const replicaIsWhole: Check = ({ settings }) => [
  settings.postgres_ha &&
    settings.postgres_ro_host === undefined && {
      name: "postgres_ha",
      message: "is true, and postgres_ro_host is missing",
      remedy: "Give postgres_ro_host, the address of the read-only node, or set postgres_ha: false",
    },
  !settings.postgres_ha &&
    settings.postgres_ro_host !== undefined && {
      name: "postgres_ro_host",
      message: "is given, and postgres_ha is false",
      remedy: "Set postgres_ha: true, or comment postgres_ro_host out",
    },
];

const managedOptionsNeedService: Check = ({ settings }) => {
  if (settings.postgres_host !== undefined) return [];
  return (["postgres_ssl", "postgres_ha"] as const).map(
    (name) =>
      settings[name] && {
        name,
        message: "is true, and PostgreSQL is hosted here because postgres_host is missing",
        remedy: `Give postgres_host, or set ${name}: false`,
      },
  );
};

const selfHostedBucket: Check = ({ settings }) => {
  if (settings.bucket_url !== undefined) return [];
  const reason = "MinIO is hosted here because bucket_url is missing";
  return [
    needsLength("s3_http_admin_user", settings.s3_http_admin_user, 3, reason),
    needsLength(
      "s3_http_admin_pass",
      settings.s3_http_admin_pass?.reveal(),
      8,
      reason,
      settings.s3_http_admin_pass,
    ),
    needsLength(
      "bucket_access_key",
      settings.bucket_access_key.reveal(),
      3,
      reason,
      settings.bucket_access_key,
    ),
    needsLength(
      "bucket_secret_key",
      settings.bucket_secret_key.reveal(),
      8,
      reason,
      settings.bucket_secret_key,
    ),
    settings.bucket_access_key.reveal() === settings.s3_http_admin_user && {
      name: "bucket_access_key",
      message: "is MinIO's administrator, and the application must not be",
      remedy: "Choose another bucket_access_key",
    },
  ];
};

function needsLength(
  name: string,
  value: string | undefined,
  length: number,
  reason: string,
  secret?: Secret,
) {
  if (secret?.isSealed) return undefined;
  if (value === undefined) return { name, message: `is missing, and ${reason}`, remedy: `Add ${name}` };
  const message = `has fewer than the ${length} characters MinIO asks for`;
  return value.length < length && { name, message, remedy: "Choose a longer one" };
}

const bucketIsElsewhere: Check = ({ settings }) => [
  settings.bucket_url !== undefined &&
    isLoopback(new URL(settings.bucket_url).hostname) && {
      name: "bucket_url",
      message: "names this host itself",
      remedy: "Give the provider's URL, or comment the line out to host MinIO here",
    },
];

const SMTP = "django.core.mail.backends.smtp.EmailBackend";

const mailIsWhole: Check = ({ settings }) => {
  const parts = ["email_default_from", "email_host", "email_password", "email_user", "email_port"] as const;
  const missing = settings.email_backend === SMTP ? parts.filter((name) => settings[name] === undefined) : [];
  return [
    missing.length > 0 && {
      name: "email_backend",
      message: `sends by SMTP, and ${missing.join(", ")} is missing`,
      remedy: "Give all of them, or comment email_backend out",
    },
    settings.email_use_ssl &&
      settings.email_use_tls && {
        name: "email_use_tls",
        message: "and email_use_ssl are both true",
        remedy: "Set one of them to false",
      },
  ];
};

const homerHasHost: Check = ({ settings }) => [
  settings.homer_enable &&
    settings.observability_host === undefined && {
      name: "homer_enable",
      message: "is true, and observability_host is missing",
      remedy: "Give observability_host, or set homer_enable: false",
    },
];

const certbotIsLater: Check = ({ settings }) => [
  settings.certs === "certbot" && {
    name: "certs",
    message: "is certbot, which is not yet supported",
    remedy: "Use custom (cert.pem and key.pem in the tenant's folder) or selfsigned",
  },
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
