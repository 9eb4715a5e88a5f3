/** Resolves a tenant's tags and renders its release. */
import { catalogue } from "../components/catalogue.ts";
import type { Digests } from "../components/component.ts";
import { resolveComponents } from "../components/names.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { resolveTags } from "../registry/resolve.ts";
import { readRegistries } from "../registry/settings.ts";
import { imagesOf, render, type Release } from "../release/render.ts";
import { selectComponents } from "../release/select.ts";
import { WrongCall } from "./wrong-call.ts";

/** A release, or why there is none: one sentence each. `missing`: a tag or image does not exist. */
export type ReleaseResult =
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly missing: boolean; readonly messages: readonly string[] };

/** The names that `--component` stands for; throws `WrongCall` naming the valid ones. */
export function componentNames(word: string | undefined): readonly string[] | "all" {
  const words = resolveComponents(word ?? "all");
  if (words.ok) return words.names;
  throw new WrongCall(`oml: unknown component '${word ?? ""}'. Valid: ${words.valid.join(", ")}.`);
}

/** The release of a tenant with the digests its tags have now. */
export async function findRelease(tenant: Tenant, names: readonly string[] | "all"): Promise<ReleaseResult> {
  const resolved = await resolveTags(imagesOf(tenant, catalogue), readRegistries(process.env));
  const wrong = resolved.flatMap((image) => (image.ok ? [] : [image]));
  if (wrong.length > 0) {
    const messages = [...new Set(wrong.map(({ message }) => message))];
    return { ok: false, missing: wrong.every(({ missing }) => missing), messages };
  }
  const digests = new Map(
    resolved.flatMap((image) => (image.ok ? [[`${image.image}:${image.tag}`, image.digest] as const] : [])),
  );
  return { ok: true, release: narrow(render(tenant, digests, catalogue), names) };
}

/** The release with digests that are all zeros: its shape, without a registry. */
export function findReleaseOffline(tenant: Tenant): Release {
  const digests: Digests = new Map(
    imagesOf(tenant, catalogue).map(({ image, tag }) => [`${image}:${tag}`, `sha256:${"0".repeat(64)}`]),
  );
  return render(tenant, digests, catalogue);
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
