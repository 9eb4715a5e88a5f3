/** Deployment records as payloads of GitHub's deployments: written small, and read as what anybody may have written. Pure. */
import { z } from "zod";
import { OUTCOMES } from "../deploy/outcome.ts";
import type { TenantRecord } from "../fleet/record.ts";
import { isTenantName } from "../inventory/tenant-name.ts";

/** The task of every deployment that the toolkit makes. */
export const TASK = "oml-deploy";

/** Bytes of a payload at the most: GitHub says no limit; its texts end at 65,535. */
export const LARGEST_PAYLOAD = 60_000;

/** Characters of a reason in a payload of one tenant. */
export const LONGEST_REASON = 1_000;

/** What a run set out to do, told before it touches a host. */
export interface RunOpening {
  /** The run's address, `https://…/actions/runs/<number>`. */
  readonly run: string;
  /** The branch's tip. */
  readonly commit: string;
  /** Whether every tenant that is not settled at `commit` takes part, as a whole. */
  readonly isWhole: boolean;
  readonly tenants: readonly string[];
}

/** A payload, read. */
export type Told =
  | { readonly kind: "run"; readonly opening: RunOpening }
  | { readonly kind: "records"; readonly records: readonly TenantRecord[] };

type Payload = Readonly<Record<string, unknown>>;

/** The payload of a run. Names that find no room are left out: such a run cannot be told to be interrupted. */
export function openingPayload({ run, commit, isWhole, tenants }: RunOpening): Payload {
  const payload = (names: readonly string[]): Payload => ({
    ...{ format: 1, kind: "run", run, commit, whole: isWhole },
    tenants: names,
  });
  const whole = payload(tenants);
  return sizeOf(whole) <= LARGEST_PAYLOAD ? whole : payload([]);
}

/** The payload of one tenant. */
export function tenantPayload(record: TenantRecord): Payload {
  return {
    format: 1,
    kind: "tenant",
    record: { ...record, reason: shortened(record.reason, LONGEST_REASON) },
  };
}

/** What is left out where room is short, little by little. */
export interface Detail {
  /** Characters of a reason. */
  readonly reason: number;
  readonly images: boolean;
}

/** The payload of many: what they share is written once. */
export function wavePayload(records: readonly TenantRecord[], detail: Detail): Payload {
  const texts = new Map<string, number>();
  const images = new Map<string, number>();
  const tenants = records.map((record) => [
    record.tenant,
    record.outcome,
    record.release,
    numberOf(texts, record.commit),
    numberOf(texts, record.finished),
    numberOf(texts, record.since),
    numberOf(texts, record.run),
    numberOf(texts, shortened(record.reason, detail.reason)),
    record.toolkit === undefined ? -1 : numberOf(texts, record.toolkit),
    record.images === undefined || !detail.images ? -1 : numberOf(images, stable(record.images)),
    record.schema === undefined ? -1 : numberOf(texts, record.schema),
    record.settled === undefined ? -1 : numberOf(texts, record.settled),
    record.safety === undefined ? -1 : numberOf(texts, record.safety),
  ]);
  const sets = [...images.keys()].map((text) => JSON.parse(text) as unknown);
  return { format: 1, kind: "wave", tenants, texts: [...texts.keys()], images: sets };
}

/** Bytes of a payload as it is sent. */
export function sizeOf(payload: Payload): number {
  return Buffer.byteLength(JSON.stringify(payload));
}

function numberOf(table: Map<string, number>, text: string): number {
  const number = table.get(text) ?? table.size;
  table.set(text, number);
  return number;
}

function stable(images: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(images).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** As many characters of a text, whole ones. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  // No half of a character: such a text would not survive the way to GitHub.
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

const commit = z.string().regex(/^[0-9a-f]{0,64}$/);
/** A tenant's name in a payload. */
export const tenantName = z.string().max(100).refine(isTenantName);
/** A backup set's id in a payload. */
export const setId = z.string().regex(/^[\w-]{1,60}$/);
/** A run's address in a payload. */
export const address = z.url({ protocol: /^https?$/ }).max(500);
const digests = z.record(z.string().max(100), z.string().regex(/^sha256:[0-9a-f]{64}$/));
const recordSchema = z.object({
  tenant: tenantName,
  outcome: z.enum(OUTCOMES),
  commit,
  release: z.string().regex(/^([0-9a-f]{64})?$/),
  finished: z.iso.datetime(),
  since: z.iso.datetime(),
  run: address,
  reason: z.string().max(LONGEST_REASON),
  images: digests.exactOptional(),
  toolkit: z.string().max(100).exactOptional(),
  schema: z.string().max(100).exactOptional(),
  settled: commit.exactOptional(),
  safety: z
    .string()
    .regex(/^[0-9A-Za-z-]{1,40}$/)
    .exactOptional(),
});
const tenantSchema = z.object({ format: z.literal(1), kind: z.literal("tenant"), record: recordSchema });
const index = z.int().min(-1);
const waveSchema = z.object({
  format: z.literal(1),
  kind: z.literal("wave"),
  tenants: z.array(z.unknown()),
  texts: z.array(z.string()),
  images: z.array(z.unknown()),
});
/** tenant, outcome, release; then places in the tables, -1 for none. */
const text = z.string();
const places = [index, index, index, index, index, index, index, index] as const;
// The last places are younger than the form: records that have none are read as well.
const rowSchema = z.tuple([text, text, text, ...places, index.optional(), index.optional()]);
const openingSchema = z.object({
  format: z.literal(1),
  kind: z.literal("run"),
  run: address,
  commit,
  whole: z.boolean(),
  tenants: z.array(tenantName),
});
const payloadSchema = z.discriminatedUnion("kind", [tenantSchema, waveSchema, openingSchema]);

/** What a payload tells, and a sentence for each part of it that is none; all of it may be. */
export function readPayload(payload: unknown): {
  readonly told: Told | undefined;
  readonly broken: readonly string[];
} {
  const read = payloadSchema.safeParse(typeof payload === "string" ? parsed(payload) : payload);
  if (!read.success) return { told: undefined, broken: [sayBroken(read.error)] };
  const { data } = read;
  switch (data.kind) {
    case "tenant":
      return { told: { kind: "records", records: [data.record] }, broken: [] };
    case "run": {
      const { run, commit: tip, whole: isWhole, tenants } = data;
      return { told: { kind: "run", opening: { run, commit: tip, isWhole, tenants } }, broken: [] };
    }
    case "wave":
      return readWave(data);
  }
}

function readWave(wave: z.output<typeof waveSchema>): ReturnType<typeof readPayload> {
  const records: TenantRecord[] = [];
  const broken: string[] = [];
  for (const given of wave.tenants) {
    const row = rowSchema.safeParse(given);
    const record = row.success ? recordSchema.safeParse(unpacked(row.data, wave)) : row;
    if (record.success) records.push(record.data as TenantRecord);
    else broken.push(sayBroken(record.error));
  }
  return { told: { kind: "records", records }, broken };
}

/** A row beside the tables it names; what they do not hold is missing, and found so. */
function unpacked(row: z.output<typeof rowSchema>, { texts, images }: z.output<typeof waveSchema>): unknown {
  const [tenant, outcome, release, commitAt, finished, since, run, reason, toolkit, imagesAt, ...rest] = row;
  const [schema, settled = -1, safety = -1] = rest;
  return {
    ...{ tenant, outcome, release, commit: texts[commitAt], finished: texts[finished] },
    ...{ since: texts[since], run: texts[run], reason: texts[reason] },
    ...(toolkit === -1 ? {} : { toolkit: texts[toolkit] }),
    ...(imagesAt === -1 ? {} : { images: images[imagesAt] }),
    ...(schema === -1 ? {} : { schema: texts[schema] }),
    ...(settled === -1 ? {} : { settled: texts[settled] }),
    ...(safety === -1 ? {} : { safety: texts[safety] }),
  };
}

/** JSON, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with a payload. */
export function sayBroken({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined ? "it is no record" : `${issue.path.join(".") || "the whole"}: ${issue.message}`;
}
