/** The lab's fixed facts: its hosts, their addresses and names, and the cloud provider's credentials. */

/** A release of Debian a host can boot, or the cloud provider's machine. */
export type BaseName = "bullseye" | "bookworm" | "trixie" | "cloud";

/** The machines of the lab. */
export type HostName = "demo-app" | "demo-voice" | "acme-app" | "acme-voice" | "cloud";

/** A machine of the lab: `addresses` are IPv4, the first its own; `names` resolve to it in every host. */
export interface LabHost {
  readonly name: HostName;
  readonly base: BaseName;
  readonly addresses: readonly string[];
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** The runner's own address in the lab's network; the registry listens there. */
export const RUNNER_ADDRESS = "192.0.2.1";
/** Where the lab's registry answers, for hosts and runner alike. */
export const REGISTRY = `${RUNNER_ADDRESS}:5000`;
/** The registries whose production names the lab's registry serves. */
export const SERVED_REGISTRIES = ["docker.io", "quay.io"] as const;

/** Every machine of the lab, in the order they are listed. */
export const HOSTS: readonly LabHost[] = [
  host("demo-app", "bullseye", ["192.0.2.11"], { "192.0.2.11": ["demo.example"] }),
  host("demo-voice", "bullseye", ["192.0.2.12"], {}),
  host("acme-app", "bookworm", ["192.0.2.21"], { "192.0.2.21": ["acme.example"] }),
  host("acme-voice", "bookworm", ["192.0.2.22"], {}),
  host("cloud", "cloud", ["192.0.2.3", "192.0.2.4"], {
    "192.0.2.3": ["db.cloud.example", "s3.cloud.example", "acme.cloud.example"],
    "192.0.2.4": ["ro.db.cloud.example"],
  }),
];

/**
 * What the cloud provider offers. The passwords are the lab's own and open nothing else.
 * `provider` may create roles and databases; `acme` is what a provider hands a customer: CREATEDB, no more.
 */
export const CLOUD = {
  database: {
    host: "db.cloud.example",
    readOnlyHost: "ro.db.cloud.example",
    port: 5432,
    maintenance: "defaultdb",
    provider: { user: "provider", password: "lab-provider-4f1c" },
    acme: { user: "acme", password: "lab-acme-db-9b27" },
  },
  bucket: {
    url: "https://s3.cloud.example",
    region: "us-east-1",
    provider: { user: "provider", password: "lab-provider-s3-77aa" },
    acme: { user: "ACMELABACCESSKEY", password: "lab-acme-bucket-51d0" },
    /** Buckets of the tenant: this name, and any name that begins with it and a hyphen. */
    acmeBucket: "acme",
  },
  acme: { directory: "https://acme.cloud.example:14000/dir", management: "https://acme.cloud.example:15000" },
} as const;

/** The machine of that name; undefined where the lab has none. */
export function findHost(name: string): LabHost | undefined {
  return HOSTS.find((candidate) => candidate.name === name);
}

/** The host's own address. */
export function addressOf(name: HostName): string {
  return findHost(name)?.addresses[0] ?? "";
}

function host(
  name: HostName,
  base: BaseName,
  addresses: readonly string[],
  names: Readonly<Record<string, readonly string[]>>,
): LabHost {
  return { name, base, addresses, names };
}
