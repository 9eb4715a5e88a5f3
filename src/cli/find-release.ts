/** Renders a tenant's release with the digests of its lock. No registry is asked. */
import { catalogue } from "../components/catalogue.ts";
import { resolveComponents } from "../components/names.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { LOCK_FILE } from "../lock/lock.ts";
import { render, type Release } from "../release/render.ts";
import { selectComponents } from "../release/select.ts";
import { lockedDigests } from "../release/sketch.ts";
import { WrongCall } from "./wrong-call.ts";

/** A release, or why there is none: one sentence. */
export type ReleaseResult =
  { readonly ok: true; readonly release: Release } | { readonly ok: false; readonly message: string };

/** The names that `--component` stands for; throws `WrongCall` naming the valid ones. */
export function componentNames(word: string | undefined): readonly string[] | "all" {
  const words = resolveComponents(word ?? "all");
  if (words.ok) return words.names;
  throw new WrongCall(`oml: unknown component '${word ?? ""}'. Valid: ${words.valid.join(", ")}.`);
}

/** The release of a tenant as it is locked. */
export function findRelease(tenant: Tenant, names: readonly string[] | "all"): ReleaseResult {
  const { digests, unlocked } = lockedDigests(tenant);
  if (unlocked.length > 0) return { ok: false, message: sayUnlocked(tenant, unlocked) };
  return { ok: true, release: narrow(render(tenant, digests, catalogue), names) };
}

/** What a tenant's lock lacks, and what to type. */
export function sayUnlocked({ name, lock }: Tenant, unlocked: readonly string[]): string {
  const command = `oml lock --tenant ${name}`;
  if (lock === undefined) return `${name} has no ${LOCK_FILE}, and only locked images are run: ${command}`;
  return `${LOCK_FILE} does not lock ${unlocked.join(", ")}: ${command}`;
}

function narrow(release: Release, names: readonly string[] | "all"): Release {
  if (names === "all") return release;
  const deployed = [...release.app.components, ...release.voice.components].map(({ name }) => name);
  const kept = names.filter((name) => deployed.includes(name));
  if (kept.length === 0) {
    const valid = [...new Set(deployed)].join(", ");
    throw new WrongCall(
      `oml: ${release.tenant} does not deploy ${names.join(", ")}. Its components: ${valid}.`,
    );
  }
  return selectComponents(release, kept);
}
