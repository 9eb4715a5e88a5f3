/** What a fleet asks of each of its tenants' files. */

/** The part of `fleet.yml` that the rules of one tenant read. */
export interface TenantPolicy {
  /** Whether secrets must be encrypted, or may stand in clear with a warning. */
  readonly secrets: "vault" | "clear-allowed";
}

/** A fleet without `fleet.yml`. */
export const LENIENT: TenantPolicy = { secrets: "clear-allowed" };
