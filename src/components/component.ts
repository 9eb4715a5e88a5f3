/** What the catalogue says of a component. */
import type { Tenant } from "../inventory/tenant.ts";
import type { Digests, ImageReference } from "../lock/lock.ts";
import type { DataStep, HostFile, Impact, Phase, Probe, Role, Slot, Text } from "../release/desired.ts";

/** Environment of a container. Booleans become `True` and `False`, what is undefined is left out. */
export type Environment = Readonly<Record<string, string | number | boolean | Slot | undefined>>;

/** One container under one systemd unit, as functions of the tenant. */
export interface Component {
  readonly name: string;
  /** The hosts it runs on, with its phase there. */
  readonly placement: Readonly<Partial<Record<Role, Phase>>>;
  readonly image: string;
  readonly tag: (tenant: Tenant) => string;
  /** Whether this tenant has it. Absent: always. */
  readonly isDeployed?: (tenant: Tenant) => boolean;
  readonly unit: string;
  readonly container: string;
  readonly envFile: string;
  readonly env: (tenant: Tenant, digests: Digests) => Environment;
  /** Values of `podman run --volume`. */
  readonly mounts?: readonly string[];
  /** Named volumes among the mounts that hold the tenant's data. */
  readonly dataVolumes?: readonly string[];
  /** Whether it is restarted when the host's certificate changes. */
  readonly readsCertificates?: true;
  /** Arguments behind the image. */
  readonly arguments?: readonly string[];
  /** Files beside the environment and the unit. */
  readonly files?: (tenant: Tenant) => readonly HostFile<Text>[];
  /** Files created where absent. */
  readonly seeds?: readonly HostFile<Text>[];
  /** Components of the same host whose units start before this one, where they are deployed. */
  readonly after: readonly string[];
  /** Signal (absent: the image's own) and seconds until the container is killed. */
  readonly stop: { readonly signal?: string; readonly timeout: number };
  readonly impact: Impact;
  readonly probes: (tenant: Tenant) => readonly Probe<Text>[];
  /** Seconds from start to all probes passing. */
  readonly probeTimeout: number;
  /** Work on data services before it starts. */
  readonly before?: (tenant: Tenant, digests: Digests) => readonly DataStep<Text>[];
  /** The same, once its probes pass. */
  readonly afterwards?: (tenant: Tenant, digests: Digests) => readonly DataStep<Text>[];
  /** Its code expects the schema that its image's migrations make of the tenant's database; `migrates`: it applies them. */
  readonly schema?: "migrates" | "reads";
  /** Further images its steps need. */
  readonly stepImages?: (tenant: Tenant) => readonly ImageReference[];
  /** Words of a process that stops the probes' clock, and the seconds it may take. */
  readonly busy?: { readonly words: readonly string[]; readonly timeout: (tenant: Tenant) => number };
}
