/**
 * What hosts answer: the second half of docs/host-program.md. A host's word is parsed, never trusted; keys this
 * version does not know are dropped, so that a newer program on a host is still understood.
 */
import { z } from "zod";
import type { HostName } from "../release/desired.ts";

const Probe = z.object({
  title: z.string(),
  ok: z.boolean(),
  detail: z.string().default(""),
  ms: z.number().optional(),
});

const ComponentAnswer = z.object({
  name: z.string(),
  /** `absent`, `image`, `command`, `env`, `file:<path>`, `stopped`, `certificates`; equal: []. */
  differs: z.array(z.string()),
  /** systemd's ActiveState. */
  active: z.string(),
  /** `image@sha256:…` of the running container; null where none runs. */
  running: z.string().nullable(),
  healthy: z.boolean(),
  probes: z.array(Probe),
  /** Drop-ins that people gave its unit; `starts`: one that says itself what the unit starts. */
  drop_ins: z.array(z.object({ path: z.string(), starts: z.boolean() })).default([]),
});

const Marker = z.enum(["ours", "missing", "foreign", "absent", "unreadable"]);

/** Where a release came from; hosts that were deployed to without saying it have none. */
const SourceAnswer = z
  .object({ commit: z.string().nullable(), unreviewed: z.string().nullable() })
  .nullable()
  .default(null);

/** The schema a database had when a release was committed. */
const Schema = z.object({ fingerprint: z.string() }).nullable().default(null);

const Journal = z.object({
  transaction: z.int(),
  token: z.string(),
  release: z.string(),
  /** The desired state that was sent is the journal's, secrets included. */
  same: z.boolean(),
  state: z.string(),
  by: z.string().default(""),
  since: z.number(),
  source: SourceAnswer,
  /** The backup set that was taken before it began; null: none was. */
  safety_set: z.string().nullable().default(null),
});

/** A host's answer to *ask*. */
export const Answer = z.object({
  format: z.literal(1),
  host: z.enum(["omnileads-app", "omnileads-voice"]),
  system: z.object({
    os: z.string(),
    python: z.string(),
    podman: z.string().nullable(),
    disk_free: z.number(),
    used: z.boolean(),
  }),
  marker: z.object({ tenant: z.string(), role: z.string() }).nullable(),
  /** The host ran components when it was first marked. */
  adopted: z.boolean().default(false),
  prepared: z.string().nullable(),
  last_transaction: z.int().nonnegative(),
  /** What `release.json` says; null: no deploy of this host was ever finished. */
  committed: z
    .object({ transaction: z.int(), release: z.string(), source: SourceAnswer, schema: Schema })
    .nullable(),
  journal: Journal.nullable(),
  lock: z
    .object({ step: z.string(), transaction: z.int(), by: z.string().default(""), since: z.number() })
    .nullable(),
  /** Seconds since a step last began or ended on the host; null: none has since it was booted. */
  rested: z.number().nonnegative().nullable().default(null),
  components: z.array(ComponentAnswer),
  surplus: z.array(z.string()),
  calls: z.object({ count: z.int().nonnegative().nullable(), detail: z.string().default("") }).nullable(),
  volumes: z.array(z.object({ name: z.string(), marker: Marker, empty: z.boolean().optional() })),
  marks: z.array(
    z.object({
      kind: z.enum(["database", "bucket"]),
      marker: Marker,
      detail: z.string().default(""),
      empty: z.boolean().optional(),
    }),
  ),
  /** An image that would be brought and was proved here before: the migrations that the database has had since. */
  schema: z
    .object({
      component: z.string(),
      tag: z.string(),
      fingerprint: z.string(),
      ahead: z.array(z.string()),
    })
    .nullable()
    .default(null),
  held: z
    .object({
      component: z.string().nullable(),
      reason: z.string(),
      at: z.number(),
      transaction: z.int(),
    })
    .nullable(),
});
export type Answer = z.infer<typeof Answer>;
export type ComponentAnswer = z.infer<typeof ComponentAnswer>;
export type ProbeResult = z.infer<typeof Probe>;
export type JournalAnswer = z.infer<typeof Journal>;

/** A host's result of one step. */
export const StepResult = z.object({
  format: z.literal(1),
  step: z.enum(["stage", "apply", "commit", "put_back", "note"]),
  ok: z.boolean(),
  status: z.enum(["done", "failed", "busy", "refused", "rollback-failed"]),
  message: z.string(),
  /** Refused, since another run is at work on the host, or was since this one asked. */
  overtaken: z.boolean().default(false),
  components: z
    .array(
      z.object({
        name: z.string(),
        action: z.enum(["installed", "restarted", "started", "stopped", "unchanged", "put back"]),
        because: z.array(z.string()).default([]),
        seconds: z.number().default(0),
        before: z.string().nullable().default(null),
        after: z.string().nullable().default(null),
        probes: z.array(Probe).default([]),
      }),
    )
    .default([]),
  error: z
    .object({
      component: z.string().nullable().default(null),
      probe: z.string().nullable().default(null),
      message: z.string(),
      log: z.array(z.string()).default([]),
    })
    .nullable()
    .default(null),
  /** The calls that were up when components were restarted all the same; null: none was in the way. */
  cut: z
    .object({ count: z.int().nonnegative().nullable(), detail: z.string().default("") })
    .nullable()
    .default(null),
  /** The schema of the tenant's database at a commit. */
  schema: Schema,
});
export type StepResult = z.infer<typeof StepResult>;
export type ComponentResult = StepResult["components"][number];

/** What one host said, in order. */
export interface HostSteps {
  readonly host: HostName;
  readonly steps: readonly StepResult[];
  /** Why the host could not be reached, or undefined. */
  readonly unreachable?: string;
  /** Why a step ended without a result document, or undefined. */
  readonly broken?: string;
}

/** A parsed document, or one sentence saying what is wrong with it. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** Reads an answer to *ask*. */
export function parseAnswer(document: unknown): Parsed<Answer> {
  return parse(Answer, document);
}

/** Reads a step's result. */
export function parseStepResult(document: unknown): Parsed<StepResult> {
  return parse(StepResult, document);
}

function parse<T>(schema: z.ZodType<T>, document: unknown): Parsed<T> {
  const result = schema.safeParse(document);
  if (result.success) return { ok: true, value: result.data };
  const [issue] = result.error.issues;
  const at = issue?.path.map(String).join(".") ?? "";
  return { ok: false, message: `${at === "" ? "the document" : at}: ${issue?.message ?? "not understood"}` };
}
