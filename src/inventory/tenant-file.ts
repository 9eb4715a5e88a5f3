/** `tenant.yml`: what upstream's inventory has no variable for. All of it optional. */
import type { z } from "zod";
import { readDocument, type Document } from "./yaml/document.ts";
import { valueIn } from "./yaml/value.ts";
import { authorities } from "./fields/authorities.ts";
import { duration } from "./fields/duration.ts";
import {
  accepting,
  block,
  endpointUrl,
  flag,
  identifier,
  matching,
  oneOf,
  secret,
  tag,
  text,
  whole,
} from "./fields/fields.ts";
import type { Problem } from "./problem.ts";
import type { Text } from "./rules/rule.ts";
import { fieldAt, keysAt } from "./fields/blocks.ts";
import { schemaProblems } from "./fields/schema-problems.ts";
import type { SourceFile } from "./source-file.ts";
import { trapAt } from "./checks/value-checks.ts";
import { WAVES, type Wave } from "./wave.ts";

const images = block(
  {
    postgres: tag().default("13"),
    minio: tag().default("latest"),
    mc: tag().default("latest"),
    redis: tag().default("1.0.9"),
    node_exporter: tag().default("latest"),
    postgres_exporter: tag().default("latest"),
    redis_exporter: tag().default("latest"),
    restic: tag().default("0.18.1"),
  },
  { en: "a block such as redis: 1.0.9", es: "un bloque como redis: 1.0.9" },
);

const wave = accepting<Wave>(
  { en: "a wave from 1 to 4", es: "una oleada de 1 a 4" },
  (text) => WAVES.find((number) => String(number) === text),
  { type: ["integer", "string"], minimum: 1, maximum: 4 },
);

const voiceChanges = block(
  {
    /** When components that carry calls may be restarted. */
    when: oneOf("idle", "window", "now").default("idle"),
    /** How long a deploy waits for calls to end before it is postponed. */
    wait: duration("15m").default("15m"),
    /** The hours of `when: window`, in the tenant's time zone. */
    window: matching(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, {
      en: "hours of a day such as 22:00-06:00",
      es: "un horario como 22:00-06:00",
    }).default("22:00-06:00"),
  },
  { en: "a block such as when: idle", es: "un bloque como when: idle" },
);

const BUCKET_KEY: Text = { en: "a bucket's key", es: "una clave del bucket" };
const LONG: Text = { en: "a long random text", es: "un texto largo y aleatorio" };

/** A bucket for backup sets alone. */
const backupBucket = block(
  {
    url: endpointUrl(),
    name: matching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
      en: "a bucket's name such as acme-backups",
      es: "un nombre de bucket como acme-backups",
    }),
    access_key: secret(BUCKET_KEY),
    secret_key: secret(BUCKET_KEY),
    /** By whom its certificate has to be given; absent: by one that the host trusts. */
    ca: authorities().optional(),
    region: text({ en: "a region such as us-east-1", es: "una región como us-east-1" }).default("us-east-1"),
  },
  {
    en: "a block with url, name, access_key, secret_key",
    es: "un bloque con url, name, access_key, secret_key",
  },
);

/** The database service's administrator. */
const restoreAs = block(
  {
    admin_user: identifier(),
    admin_password: secret({ en: "that role's password", es: "la contraseña de ese rol" }),
  },
  { en: "a block with admin_user, admin_password", es: "un bloque con admin_user, admin_password" },
);

/** Where backup sets go, and what opens them. */
const backup = block(
  {
    /** Opens the repository; whoever has it reads the tenant's data. */
    password: secret(LONG),
    /** A second password of the same repository, kept by somebody else. */
    escrow_password: secret(LONG).optional(),
    /** How old the newest verified set may be. */
    every: duration("24h").default("24h"),
    /** A bucket of their own; without it the sets lie in the tenant's. */
    bucket: backupBucket.optional(),
    /** Whether sets may lie on the very host whose data they hold. */
    on_host: flag().default(false),
    /** As whom a restore is done where the application's role may not. */
    restore_as: restoreAs.optional(),
  },
  { en: "a block such as every: 24h", es: "un bloque como every: 24h" },
);

const count = (example: number) =>
  whole(0, 1000, { en: `a number such as ${example}`, es: `un número como ${example}` });

/** Which backup sets stay. */
const keep = block(
  {
    daily: count(7).default(7),
    weekly: count(4).default(4),
    monthly: count(6).default(6),
    floor: whole(1, 1000, { en: "a number from 1, such as 3", es: "un número desde 1, como 3" }).default(3),
    /** How long after a restore what ran before it stays; absent: until somebody accepts the restore. */
    former: duration("30d").optional(),
  },
  { en: "a block such as daily: 7", es: "un bloque como daily: 7" },
);

/** The schema of `tenant.yml`. */
export const tenantFileSchema = block(
  {
    /** Tags of the images the inventory does not name. */
    images: images.prefault({}),
    /** When a merge reaches it: waves are deployed one after another, and 1 is the canary's. */
    wave: wave.default(2),
    /** How long a deploy may be postponed before the run is red. */
    max_age: duration("72h").default("72h"),
    /** Minutes a database migration may take before a deploy calls it failed. */
    migration_timeout: whole(1, 1440, {
      en: "a number of minutes from 1 to 1440, such as 60",
      es: "un número de minutos de 1 a 1440, como 60",
    }).default(60),
    /** Seconds every component gets to prove itself after its start; absent: each its own. */
    health_timeout: whole(10, 3600, {
      en: "a number of seconds from 10 to 3600, such as 120",
      es: "un número de segundos de 10 a 3600, como 120",
    }).optional(),
    /** When and how what carries calls is changed. */
    voice_changes: voiceChanges.prefault({}),
    /** By whom the certificate of the tenant's own bucket has to be given; absent: by one that the host trusts. */
    bucket_ca: authorities().optional(),
    /** Where backup sets go; without it none is taken. */
    backup: backup.optional(),
    /** Whether a deploy takes a backup set before it touches data. */
    safety_backup: flag().default(true),
    /** Which backup sets stay: days, weeks and months in which there is a verified one, and the newest ones of all. */
    keep: keep.prefault({}),
    /** The schema, by its fingerprint, that an older release of the application may meet. */
    "allow-schema-ahead": matching(/^[0-9a-f]{16}$/, {
      en: "the 16 hexadecimal digits that the refused deploy named",
      es: "los 16 dígitos hexadecimales que nombró el despliegue rechazado",
    }).optional(),
  },
  { en: "a block such as migration_timeout: 60", es: "un bloque como migration_timeout: 60" },
);

/** `tenant.yml`, defaults applied. */
export type TenantFile = z.output<typeof tenantFileSchema>;

const DEFAULTS: TenantFile = tenantFileSchema.parse({});
const KEY: Text = { en: "key", es: "una clave" };

/** What `tenant.yml` says, and what is wrong with it. */
export interface TenantFileResult {
  readonly value: TenantFile;
  readonly problems: readonly Problem[];
  /** Absent: there is no such file. */
  readonly document?: Document;
}

/** Reads `tenant.yml`; without one, or with a faulty one, the value is the defaults. Without the password secrets stay sealed. */
export function readTenantFile(source: SourceFile | undefined, vaultPassword?: string): TenantFileResult {
  const value = DEFAULTS;
  if (source === undefined) return { value, problems: [] };
  const document = readDocument(source, vaultPassword);
  if (!document.isReadable) return { value, problems: document.problems, document };
  const traps = Object.keys(images.shape).flatMap((name) => {
    const path = ["images", name];
    return trapAt(document, path, valueIn(document.value, path) ?? null);
  });
  const result = tenantFileSchema.safeParse(document.value ?? {});
  if (result.success) return { value: result.data, problems: [...document.problems, ...traps], document };
  const problems = schemaProblems(result.error, {
    document,
    schema: tenantFileSchema,
    pathOf: (path) => path,
    valueOf: (path) => valueIn(document.value, path),
    keysOf: (path) => keysAt(tenantFileSchema, path),
    noun: () => KEY,
    isOptional: (path) => fieldAt(tenantFileSchema, path)?.safeParse(undefined).success ?? true,
  });
  return { value, problems: [...document.problems, ...traps, ...problems], document };
}
