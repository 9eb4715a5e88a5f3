/** The desired state of one host: the first half of docs/host-program.md, generic over text that may hold secrets. */

/** A place a secret goes, by the name of its setting (`postgres_password`, `key.pem`). */
export interface Slot {
  readonly secret: string;
}

/** A text whose secrets are still named slots. Filled, a text is a plain string. */
export type Text = readonly (string | Slot)[];

/** Which of a tenant's two hosts. */
export type Role = "app" | "voice";

/** The fixed names of the hosts, in the inventory and in every message. */
export type HostName = "omnileads-app" | "omnileads-voice";

/** The order of a deploy across both hosts. */
export const PHASES = ["foundation", "voice", "edge"] as const;
export type Phase = (typeof PHASES)[number];

/** What a restart of a component interrupts. */
export type Impact = "none" | "web" | "calls" | "data";

/** A file of a host, owned by root:root. `mode` is octal, as in `0600`. */
export interface HostFile<T> {
  readonly path: string;
  readonly mode: string;
  readonly content: T;
}

/** How a database is reached. With `ssl`, TLS is required. */
export interface SqlAccess<T> {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: T;
  readonly ssl: boolean;
}

/** How a bucket is reached. `verify`: whether its certificate is checked; `ca`: by these authorities alone, PEM. */
export interface BucketAccess<T> {
  readonly endpoint: string;
  readonly name: string;
  readonly access_key: T;
  readonly secret_key: T;
  readonly region: string;
  readonly verify: boolean;
  readonly ca?: string;
}

/** A proof that a component works. `title` is what messages call it. */
export type Probe<T> = { readonly title: string } & (
  | { readonly kind: "tcp" | "sip" | "rtpengine" | "redis"; readonly host: string; readonly port: number }
  | {
      readonly kind: "http";
      readonly url: string;
      readonly status: readonly number[];
      readonly contains?: string;
      readonly tls_verify: boolean;
    }
  | {
      readonly kind: "uwsgi";
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly status: readonly number[];
    }
  | { readonly kind: "websocket"; readonly url: string }
  | ({ readonly kind: "sql"; readonly database: string } & SqlAccess<T>)
  | ({ readonly kind: "bucket" } & BucketAccess<T>)
  | { readonly kind: "running"; readonly seconds: number }
);

/** Creates a database, its extensions and the tenant's marker where they are missing. */
export type DatabaseStep<T> = {
  readonly kind: "database";
  readonly managed: boolean;
  readonly name: string;
  readonly maintenance: string;
  readonly extensions: readonly string[];
} & SqlAccess<T>;

/** Creates a bucket, its user (self-hosted) and the tenant's marker where they are missing. */
export type BucketStep<T> = {
  readonly kind: "bucket";
  readonly managed: boolean;
  readonly admin_user?: string;
  readonly admin_password?: T;
  readonly client_image?: string;
} & BucketAccess<T>;

/** Idempotent work on a data service. */
export type DataStep<T> = DatabaseStep<T> | BucketStep<T>;

/** One container under one systemd unit, as a host should run it. */
export interface DesiredComponent<T> {
  readonly name: string;
  readonly unit: string;
  readonly container: string;
  /** By digest: `docker.io/omnileads/asterisk@sha256:…`. */
  readonly image: string;
  /** The tag the digest was resolved from; for messages only. */
  readonly tag: string;
  readonly phase: Phase;
  readonly impact: Impact;
  /** The argv the unit runs; past its first word equal to podman's CreateCommand. */
  readonly command: readonly string[];
  readonly env_file: string;
  /** Environment and unit among them. */
  readonly files: readonly HostFile<T>[];
  /** Created where absent; never overwritten, never a difference. */
  readonly seeds: readonly HostFile<T>[];
  /** Named volumes that hold the tenant's data. */
  readonly volumes: readonly string[];
  readonly before: readonly DataStep<T>[];
  readonly after: readonly DataStep<T>[];
  readonly probes: readonly Probe<T>[];
  /** Seconds from start to all probes passing. */
  readonly probe_timeout: number;
  /** While a process of the container has all these words in its argv, the deadline does not run. */
  readonly busy?: readonly string[];
  /** Seconds `busy` may last. */
  readonly busy_timeout?: number;
  /** Its code expects the schema that its image's migrations make of the tenant's database; `migrates`: it applies them. */
  readonly schema?: "migrates" | "reads";
}

/** The host-wide TLS certificate: given as files, or made on the host for `names`. */
export interface Certificates<T> {
  readonly files: readonly HostFile<T>[];
  readonly selfsigned: { readonly names: readonly string[] } | null;
  /** Components restarted when it changes. */
  readonly readers: readonly string[];
}

/** Where the calls of a voice host are counted. */
export interface CallSources<T> {
  readonly ami: { readonly host: string; readonly port: number; readonly user: string; readonly password: T };
  readonly rtpengine: { readonly host: string; readonly port: number };
}

/** Where a release comes from. Hosts keep it beside the release; it is never a difference. */
export interface Source {
  /** The commit of the tenant's repository: its full hash; null: none is known. */
  readonly commit: string | null;
  /** Why what is deployed was not reviewed, in a person's words; null: it was. */
  readonly unreviewed: string | null;
}

/** Everything one host should run. */
export interface DesiredState<T> {
  readonly format: 1;
  readonly tenant: string;
  readonly role: Role;
  readonly host: HostName;
  /** The public fingerprint of the release: 64 hex digits. */
  readonly release: string;
  /** False: components not listed are left alone. */
  readonly complete: boolean;
  /** In apply order. */
  readonly components: readonly DesiredComponent<T>[];
  /** App host only. */
  readonly certificates: Certificates<T> | null;
  /** Voice host only. */
  readonly calls: CallSources<T> | null;
  /** App host only: the data services whose marker every ask reads. */
  readonly marks: readonly DataStep<T>[];
  /** Every value a slot was filled with; absent while they are slots. */
  readonly secrets?: readonly string[];
  /** Outside of the fingerprint; absent until it is deployed. */
  readonly source?: Source;
  /** What a person set aside for this deploy: `now`, `allow-older`; outside of the fingerprint. */
  readonly overrides?: readonly string[];
}

/** A host's desired state where its texts do not matter. */
export type AnyDesired = DesiredState<unknown>;
