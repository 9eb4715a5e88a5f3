/** What is kept of a tenant's last deploy, wherever it is kept. Pure. */
import type { Outcome } from "../deploy/outcome.ts";

/** A tenant's deployment record. It holds nothing secret: whoever reads the repository reads it. */
export interface TenantRecord {
  readonly tenant: string;
  readonly outcome: Outcome;
  /** The commit whose release the run was to bring. */
  readonly commit: string;
  /** The public fingerprint of that release; empty where it came to none. */
  readonly release: string;
  /** When the run had done with the tenant, ISO 8601 in UTC. */
  readonly finished: string;
  /** When this outcome first came, ISO 8601 in UTC: how long a tenant has been postponed. */
  readonly since: string;
  /** The run's address. */
  readonly run: string;
  /** What was and was not done, what to type next. */
  readonly reason: string;
  /** The digest each component runs, by the component's name; absent where nobody knows. */
  readonly images?: Readonly<Record<string, string>>;
  /** Fingerprint of the database's schema at that time; absent where nobody knows. */
  readonly schema?: string;
  /** The toolkit's commit that last found or brought the tenant as released; absent where nobody knows. */
  readonly toolkit?: string;
  /** The backup set that this deploy took before it touched data; absent where it took none. */
  readonly safety?: string;
  /** The commit that was last found or brought as a whole, by this deploy or one before; absent where nobody knows. */
  readonly settled?: string;
}

/** The one that tells of the later deploy: a slow run may write what it found before a quicker one, after it. */
export function laterOf(a: TenantRecord, b: TenantRecord | undefined): TenantRecord {
  return b !== undefined && b.finished > a.finished ? b : a;
}
