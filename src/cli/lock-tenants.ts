/** Asks registries what tenants' tags name now, and makes their locks of it. */
import { catalogue } from "../components/catalogue.ts";
import { readTenantFolder } from "../files/tenant-folder.ts";
import { formatProblem } from "../inventory/problem.ts";
import { readTenant } from "../inventory/read-tenant.ts";
import { formatLock, nameOf, type Lock, type LockedImage } from "../lock/lock.ts";
import {
  changesBetween,
  imagesToAsk,
  makeLock,
  namedBefore,
  type LockChange,
  type Relock,
} from "../lock/make-lock.ts";
import { readLock } from "../lock/read-lock.ts";
import { RegistryClient } from "../registry/client.ts";
import { findNamed } from "../registry/named.ts";
import { resolveTags, type Resolved } from "../registry/resolve.ts";
import { imagesByComponent } from "../release/render.ts";

/** A tenant's lock as registries would have it now, or one sentence why it cannot be told. */
export type Relocked =
  | {
      readonly ok: true;
      readonly tenant: string;
      /** What lies in the folder; undefined where nothing does, or nothing that can be read. */
      readonly before: Lock | undefined;
      readonly lock: Lock;
      /** The text of the new lock; equal to the file's where nothing changed. */
      readonly text: string;
      readonly isChanged: boolean;
      readonly changes: readonly LockChange[];
    }
  | (NotLocked & { readonly ok: false });

/** Why a tenant's lock could not be made. */
export interface NotLocked {
  readonly tenant: string;
  readonly message: string;
  /** Whether the tenant's files are the cause; otherwise a registry could not be asked. */
  readonly isOwnFault: boolean;
}

/** What is asked of a tenant's folder. */
interface Wanted extends Relock {
  readonly tenant: string;
  /** The text that lies there. */
  readonly text: string | undefined;
}

/** Makes the locks of tenants; one that cannot be made hinders no other. Each tag is asked for once. Writes nothing. */
export async function relockTenants(
  directory: string,
  tenants: readonly string[],
  names: readonly string[] | "all",
  client: RegistryClient,
): Promise<readonly Relocked[]> {
  const read = tenants.map((tenant) => readWanted(directory, tenant, names));
  const wanted = read.flatMap((one) => (one.ok ? [one.wanted] : []));
  const resolved = await resolveTags(wanted.flatMap(imagesToAsk), client);
  const answers = new Map(resolved.map((answer) => [nameOf(answer), answer]));
  const named = await nameAll(wanted, resolved, client);
  return read.map((one) => (one.ok ? relock(one.wanted, answers, named) : one));
}

type Read = { readonly ok: true; readonly wanted: Wanted } | (NotLocked & { readonly ok: false });

/** The lock itself is not judged: it is about to be replaced. */
function readWanted(directory: string, tenant: string, names: readonly string[] | "all"): Read {
  const folder = readTenantFolder(directory, tenant);
  const refuse = (message: string): Read => ({
    ok: false,
    tenant,
    message: message.replace(/\.$/, ""),
    isOwnFault: true,
  });
  if (!folder.ok) return refuse(folder.message);
  const { lock, ...sources } = folder.sources;
  const result = readTenant(sources);
  if (!result.ok) {
    const [first] = result.problems.filter(({ severity }) => severity === "error");
    return refuse(first ? formatProblem(first) : "its files are not valid");
  }
  const needed = imagesByComponent(result.tenant, catalogue);
  const { lock: before } = readLock(lock, tenant);
  return { ok: true, wanted: { tenant, needed, before, names, text: lock?.text } };
}

/** The fixed tags behind `latest`, by `image@digest`. */
async function nameAll(
  wanted: readonly Wanted[],
  resolved: readonly Resolved[],
  client: RegistryClient,
): Promise<ReadonlyMap<string, string>> {
  const latest = resolved.filter((answer) => answer.ok && answer.tag === "latest");
  const images = new Map(latest.map((answer) => [contentOf(answer), answer]));
  const found = await Promise.all(
    [...images].map(async ([key, answer]) => {
      const before = wanted.flatMap((one) => namedBefore(one.before, answer));
      const tag = answer.ok ? await findNamed(answer, client, [...new Set(before)]) : undefined;
      return tag === undefined ? [] : [[key, tag] as const];
    }),
  );
  return new Map(found.flat());
}

function contentOf(answer: Resolved): string {
  return answer.ok ? `${answer.image}@${answer.digest}` : "";
}

function relock(
  wanted: Wanted,
  answers: ReadonlyMap<string, Resolved>,
  named: ReadonlyMap<string, string>,
): Relocked {
  const { tenant, before } = wanted;
  const asked = imagesToAsk(wanted).flatMap((image) => answers.get(nameOf(image)) ?? []);
  const failed = asked.flatMap((answer) => (answer.ok ? [] : [answer]));
  if (failed.length > 0) {
    const message = [...new Set(failed.map((answer) => answer.message))].join("; ");
    return { ok: false, tenant, message, isOwnFault: failed.every(({ missing }) => missing) };
  }
  const lock = makeLock(
    wanted,
    asked.flatMap((answer) => (answer.ok ? [lockedOf(answer, named)] : [])),
  );
  const text = formatLock(lock);
  const isChanged = text !== wanted.text?.replaceAll("\r\n", "\n");
  return { ok: true, tenant, before, lock, text, isChanged, changes: changesBetween(before, lock) };
}

function lockedOf(answer: Resolved & { readonly ok: true }, named: ReadonlyMap<string, string>): LockedImage {
  const { image, tag, digest } = answer;
  const fixed = tag === "latest" ? named.get(contentOf(answer)) : undefined;
  return { image, tag, digest, ...(fixed === undefined ? {} : { named: fixed }) };
}
