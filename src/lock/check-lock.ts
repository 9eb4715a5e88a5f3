/** Compares a tenant's image lock with its inventory, without a registry. */
import { isDocumentation } from "../inventory/address.ts";
import type { Problem } from "../inventory/problem.ts";
import { lockMissing, lockStale, lockTampered } from "../inventory/rules/lock.ts";
import { report, type Rule, type Values } from "../inventory/rules/rule.ts";
import type { Tenant, TenantSources } from "../inventory/tenant.ts";
import type { Path } from "../inventory/yaml/value.ts";
import { LOCK_FILE, nameOf, type Lock, type LockedImage, type NeededImages } from "./lock.ts";
import { placeIn } from "./read-lock.ts";

/** One image of a lock and where it stands. */
interface Entry {
  readonly component: string;
  readonly index: number;
  readonly image: LockedImage;
}

/** What the tenant needs and its lock lacks, has otherwise or has too much of, and digests that cannot be right. */
export function checkLock(sources: TenantSources, tenant: Tenant, needed: NeededImages): readonly Problem[] {
  const { lock } = tenant;
  if (sources.lock === undefined || lock === undefined) return [missingFile(sources, tenant)];
  const file = sources.lock;
  const at: Told = (rule, variant, path, values) =>
    report(rule, variant, placeIn(file, path), { tenant: tenant.name, ...values });
  return [...checkNeeded(lock, needed, at), ...checkUnneeded(lock, needed, at), ...checkDigests(lock, at)];
}

type Told = <Variant extends string>(
  rule: Rule<Variant>,
  variant: NoInfer<Variant>,
  path: Path,
  values: Values,
) => Problem;

/** An example whose addresses no host can have is not deployed, and what its tags name depends on who reads it. */
function missingFile({ inventory }: TenantSources, { name, app, voice }: Tenant): Problem {
  const file = inventory.path.replace(/[^/]*$/, LOCK_FILE);
  const isExample = [app, voice].every(({ connection }) => isDocumentation(connection.address));
  const place = { file, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
  return report(lockMissing, "file", place, { tenant: name }, isExample ? "warning" : "error");
}

function checkNeeded({ components }: Lock, needed: NeededImages, at: Told): readonly Problem[] {
  return Object.entries(needed).flatMap(([component, images]) => {
    const locked = components[component];
    if (locked === undefined) return [at(lockMissing, "component", ["components"], { component })];
    return images.flatMap((wanted, index) => {
      const found = locked[index];
      const path = ["components", component, index] as const;
      if (found === undefined) return [at(lockMissing, "component", path.slice(0, 2), { component })];
      const told = { component, locked: nameOf(found), wanted: nameOf(wanted) };
      if (found.image !== wanted.image) return [at(lockStale, "image", [...path, "image"], told)];
      return found.tag === wanted.tag ? [] : [at(lockStale, "tag", [...path, "tag"], told)];
    });
  });
}

function checkUnneeded({ components }: Lock, needed: NeededImages, at: Told): readonly Problem[] {
  return Object.entries(components).flatMap(([component, locked]) => {
    const images = needed[component];
    if (images === undefined) return [at(lockStale, "unused", ["components", component], { component })];
    const [extra] = locked.slice(images.length);
    const path = ["components", component, images.length];
    return extra === undefined ? [] : [at(lockStale, "extra", path, { component, image: nameOf(extra) })];
  });
}

/** One digest is one image's, and one image and tag has one digest. */
function checkDigests(lock: Lock, at: Told): readonly Problem[] {
  const entries = entriesOf(lock);
  return entries.flatMap(({ component, index, image }) => {
    const path = ["components", component, index, "digest"];
    const other = entries.find(
      (entry) => entry.image.digest === image.digest && isAnother(entry.image, image),
    );
    if (other !== undefined) return [at(lockTampered, "image", path, { other: nameOf(other.image) })];
    const first = entries.find((entry) => nameOf(entry.image) === nameOf(image));
    if (first === undefined || first.image.digest === image.digest) return [];
    return [at(lockTampered, "twice", path, { component: first.component, image: nameOf(image) })];
  });
}

function isAnother(a: LockedImage, b: LockedImage): boolean {
  return a.image !== b.image;
}

function entriesOf({ components }: Lock): readonly Entry[] {
  return Object.entries(components).flatMap(([component, images]) =>
    images.map((image, index) => ({ component, index, image })),
  );
}
