/** Rules about the services around a tenant: database, object storage, mail, certificates. */
import { isIpv4, isLoopback } from "../address.ts";
import { found, reading, type Check, type Finding, type Findings } from "./checks.ts";
import type { Inventory } from "../inventory.ts";
import { certbot } from "../rules/certificate.ts";
import {
  bucketEndpoint,
  bucketTransport,
  deadSetting,
  homer,
  mailAccount,
  managedOption,
  minioAccount,
  replica,
} from "../rules/services.ts";
import { Secret } from "../secret.ts";

const database = [
  reading(["postgres_ha", "postgres_ro_host"], ({ postgres_ha, postgres_ro_host }) => [
    postgres_ha && postgres_ro_host === undefined && found(replica, "host", "postgres_ha"),
    !postgres_ha && postgres_ro_host !== undefined && found(replica, "flag", "postgres_ro_host"),
  ]),
  ...(["postgres_ssl", "postgres_ha"] as const).map((name) =>
    reading(["postgres_host", name], (settings) => [
      settings.postgres_host === undefined &&
        settings[name] &&
        found(managedOption, "on", name, { values: { name } }),
    ]),
  ),
];

/** The name of the host, of these two, that an address reaches. */
function ownHost({ app, voice }: Inventory, address: string | undefined): string | undefined {
  const isOf = (host: Inventory["app"] | Inventory["voice"]) =>
    [host.ansible_host, host.omni_ip_lan, host.omni_ip_wan].includes(address);
  if (address === undefined) return undefined;
  return isOf(app) ? "omnileads-app" : isOf(voice) ? "omnileads-voice" : undefined;
}

const ADDRESSES = ["ansible_host", "omni_ip_lan", "omni_ip_wan"];

const elsewhere: readonly Check[] = [
  ...(["postgres_host", "postgres_ro_host"] as const).map((name) => ({
    reads: [name, ...ADDRESSES],
    find: (inventory: Inventory): Findings => {
      const host = ownHost(inventory, inventory.settings[name]);
      return [host !== undefined && found(managedOption, "own", name, { values: { name, host } })];
    },
  })),
  {
    reads: ["bucket_url", ...ADDRESSES],
    find: (inventory): Findings => {
      const { bucket_url } = inventory.settings;
      const host = ownHost(inventory, bucket_url && new URL(bucket_url).hostname);
      return [host !== undefined && found(bucketEndpoint, "own", "bucket_url", { values: { host } })];
    },
  },
];

const bucket = [
  ...(["s3_http_admin_user", "s3_http_admin_pass", "bucket_access_key"] as const).map((name) =>
    reading(["bucket_url", name], (settings) => [
      settings.bucket_url === undefined && accountOf(name, settings[name]),
    ]),
  ),
  reading(["bucket_url", "bucket_access_key", "s3_http_admin_user"], (settings) => [
    settings.bucket_url === undefined &&
      settings.bucket_access_key.reveal() !== undefined &&
      settings.bucket_access_key.reveal() === settings.s3_http_admin_user &&
      found(minioAccount, "administrator", "bucket_access_key"),
  ]),
  reading(["bucket_url", "callrec_device"], ({ bucket_url, callrec_device }) => {
    if (bucket_url === undefined) return [];
    const { protocol, hostname } = new URL(bucket_url);
    return [
      isLoopback(hostname) && found(bucketEndpoint, "loopback", "bucket_url"),
      protocol === "http:" && found(bucketTransport, "plain", "bucket_url"),
      protocol === "https:" &&
        isIpv4(hostname) &&
        callrec_device === "s3" &&
        found(bucketTransport, "address", "bucket_url"),
    ];
  }),
];

/** Of a secret only that it is there: its length is the weak-secret rule's. */
function accountOf(name: string, value: string | Secret | undefined): Finding | false {
  if (value === undefined) return found(minioAccount, "missing", name, { values: { name } });
  const isSecret = name === "s3_http_admin_pass";
  const text = value instanceof Secret ? value.reveal() : value;
  const isShort = !isSecret && text !== undefined && text.length < 3;
  return isShort && found(minioAccount, "short", name, { values: { length: "3" } });
}

const SMTP = "django.core.mail.backends.smtp.EmailBackend";
const MAIL = ["email_default_from", "email_host", "email_password", "email_user", "email_port"] as const;

const mail = [
  reading(["email_backend", ...MAIL], (settings) => {
    const missing = MAIL.filter((name) => settings[name] === undefined);
    const values = { missing: missing.join(", ") };
    return [
      settings.email_backend === SMTP &&
        missing.length > 0 &&
        found(mailAccount, "missing", "email_backend", { values }),
    ];
  }),
  reading(["email_use_ssl", "email_use_tls"], (settings) => [
    settings.email_use_ssl && settings.email_use_tls && found(mailAccount, "both", "email_use_tls"),
  ]),
];

const others = [
  reading(["homer_enable", "observability_host"], ({ homer_enable, observability_host }) => [
    homer_enable && observability_host === undefined && found(homer, "host", "homer_enable"),
  ]),
  reading(["certs", "fqdn", "notification_email"], (settings) => {
    if (settings.certs !== "certbot") return [];
    const missing = (["fqdn", "notification_email"] as const).filter((name) => settings[name] === undefined);
    const values = { missing: missing.join(" and "), "missing:es": missing.join(" y ") };
    return [
      found(certbot, "later", "certs"),
      missing.length > 0 && found(certbot, "needs", "certs", { values }),
    ];
  }),
];

/** A variable that has no effect, and the variable that would give it one. */
const DEAD: readonly {
  readonly names: readonly string[];
  readonly when: (inventory: Inventory) => string | undefined;
}[] = [
  {
    names: ["s3_http_admin_user", "s3_http_admin_pass"],
    when: ({ settings }) => (settings.bucket_url === undefined ? undefined : "bucket_url"),
  },
  {
    names: [...MAIL],
    when: ({ settings }) => (settings.email_backend === SMTP ? undefined : "email_backend"),
  },
  {
    names: ["notification_email"],
    when: ({ settings }) => (settings.certs === "certbot" ? undefined : "certs"),
  },
  {
    names: ["observability_host"],
    when: ({ settings }) => (settings.homer_enable ? undefined : "homer_enable"),
  },
];

const dead: Check = {
  reads: ["bucket_url", "email_backend", "certs", "homer_enable"],
  find: (inventory): Findings => [
    ...written(inventory, ["email_smtp_relay"]).map((name) =>
      found(deadSetting, "never", name, { at: "key" }),
    ),
    ...DEAD.flatMap(({ names, when }) => {
      const because = when(inventory);
      if (because === undefined) return [];
      return written(inventory, names).map((name) =>
        found(deadSetting, "now", name, { at: "key", values: { because } }),
      );
    }),
  ],
};

/** Which of the variables the inventory holds. */
function written({ views }: Inventory, names: readonly string[]): readonly string[] {
  return names.filter((name) => views.some(({ values }) => Object.hasOwn(values, name)));
}

/** Rules about services. */
export const serviceChecks: readonly Check[] = [
  ...database,
  ...elsewhere,
  ...bucket,
  ...mail,
  ...others,
  dead,
];
