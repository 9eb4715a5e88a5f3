/** `tenant.yml`: what upstream's inventory has no variable for. All of it optional. */
import type { z } from "zod";
import { readDocument, valueIn } from "./yaml/document.ts";
import { duration } from "./fields/duration.ts";
import { accepting, block, matching, oneOf, tag, whole } from "./fields/fields.ts";
import type { Problem } from "./problem.ts";
import type { Text } from "./rules/rule.ts";
import { schemaProblems } from "./fields/schema-problems.ts";
import type { SourceFile } from "./tenant.ts";
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

/** The blocks of `tenant.yml`, by their keys. */
const BLOCKS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  images: images.shape,
  voice_changes: voiceChanges.shape,
};

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
    /** When and how what carries calls is changed. */
    voice_changes: voiceChanges.prefault({}),
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

/** Reads `tenant.yml`; without one, or with a faulty one, the value is the defaults. */
export function readTenantFile(source: SourceFile | undefined): {
  readonly value: TenantFile;
  readonly problems: readonly Problem[];
} {
  const defaults = DEFAULTS;
  if (source === undefined) return { value: defaults, problems: [] };
  const document = readDocument(source);
  if (!document.isReadable) return { value: defaults, problems: document.problems };
  const traps = Object.keys(images.shape).flatMap((name) => {
    const path = ["images", name];
    return trapAt(document, path, valueIn(document.value, path) ?? null);
  });
  const result = tenantFileSchema.safeParse(document.value ?? {});
  if (result.success) return { value: result.data, problems: [...document.problems, ...traps] };
  const problems = schemaProblems(result.error, {
    document,
    schema: tenantFileSchema,
    pathOf: (path) => path,
    valueOf: (path) => valueIn(document.value, path),
    keysOf: (path) => Object.keys(BLOCKS[path[0] ?? ""] ?? tenantFileSchema.shape),
    noun: () => KEY,
    isOptional: () => true,
  });
  return { value: defaults, problems: [...document.problems, ...traps, ...problems] };
}
