/** From a tenant to what its hosts are asked for: release, filled desired states, order. */
import type { Wishes } from "../deploy/decide.ts";
import { overridesOf, type Order } from "../deploy/order.ts";
import { ROOT } from "../files/root.ts";
import { secretsOf } from "../inventory/secrets.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { millisecondsOf } from "../inventory/fields/duration.ts";
import type { DesiredState, Source } from "../release/desired.ts";
import { fill } from "../release/fill.ts";
import type { Release } from "../release/render.ts";
import { safetyOf } from "./backup-task.ts";
import { preparationFingerprint } from "./preparation.ts";
import { whoRuns } from "./who-runs.ts";

/** An order with what the world needs beside it; or why there is none, one sentence each. */
export type OrderResult =
  | {
      readonly ok: true;
      readonly order: Order;
      readonly desired: readonly DesiredState<string>[];
      readonly secrets: readonly string[];
    }
  | { readonly ok: false; readonly message: string };

/** Fills a tenant's release, and says where it all comes from. */
export function makeOrder(tenant: Tenant, release: Release, wishes: Wishes, source: Source): OrderResult {
  const found = secretsOf(tenant);
  if (!found.ok) {
    return { ok: false, message: saySealed(found.sealed) };
  }
  const { app, voice } = release;
  const overrides = overridesOf(wishes);
  const desired = [app, voice].map((state) => ({ ...fill(state, found.secrets), source, overrides }));
  const timeZone = tenant.settings.TZ;
  const prepared = preparationFingerprint(ROOT, { timeZone });
  const { voice_changes: changes, "allow-schema-ahead": ahead } = tenant.extras;
  const order: Order = {
    tenant: tenant.name,
    desired,
    wishes,
    prepared,
    timeZone,
    by: whoRuns(process.env),
    source,
    voice: { ...changes, wait: millisecondsOf(changes.wait) / 1000 },
    safety: safetyOf(tenant, found.secrets),
    ...(ahead === undefined ? {} : { allowSchemaAhead: ahead }),
  };
  return { ok: true, order, desired, secrets: [...found.secrets.values()] };
}

/** What to give where secrets stay sealed. */
export function saySealed(names: readonly string[]): string {
  return `The vault's password is needed for ${names.join(", ")}: give --vault-password-file or OML_VAULT_PASSWORD`;
}
