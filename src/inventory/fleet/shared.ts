/** Group 6: finds what two tenants of a fleet share. */
import { hostKeysIn, type HostKeyCopy } from "./host-keys.ts";
import { factsOf, type Fact, type FactKind, type View } from "./facts.ts";
import { namesHost } from "../known-hosts.ts";
import type { TenantLock } from "../../lock/compare-locks.ts";
import type { Lock } from "../../lock/lock.ts";
import { readLock } from "../../lock/read-lock.ts";
import type { Documents } from "./places-of-findings.ts";
import type { Problem } from "../problem.ts";
import {
  sharedAddress,
  sharedBucket,
  sharedDatabase,
  sharedHostKey,
  sharedName,
  sharedSecret,
} from "../rules/fleet-shared.ts";
import { report, type Place, type Rule, type Values } from "../rules/rule.ts";
import type { TenantSources } from "../tenant.ts";

/** What is compared of a tenant. Small: of ten thousand tenants all of it is in memory at once. */
export interface Profile {
  readonly sources: TenantSources;
  /** Without encrypted texts where they were decrypted: then their values tell more. */
  readonly facts: readonly Fact[];
  readonly hostKeys: readonly HostKeyCopy[];
  readonly lock?: TenantLock;
}

/** One appearance of something that one tenant alone may have. */
interface Mark {
  readonly profile: Profile;
  readonly key: string;
  readonly name: string;
  readonly account: string;
  readonly place: (documents: Documents) => Place;
}

/** The profile of a tenant whose inventory has been read. `isOpen`: its vaulted values were decrypted. */
export function profileOf(
  sources: TenantSources,
  views: readonly View[],
  isOpen: boolean,
  lock: Lock | undefined = readLock(sources.lock, sources.name).lock,
): Profile {
  const names = views.map(nameInKnownHosts);
  const file = sources.lock;
  const isOwn = (patterns: string) => names.some((name) => patterns === name || namesHost(patterns, name));
  return {
    sources,
    facts: factsOf(views).filter(({ kind }) => !isOpen || kind !== "vaulted"),
    hostKeys: sources.knownHosts === undefined ? [] : hostKeysIn(sources.knownHosts.text, isOwn),
    ...(file === undefined || lock === undefined ? {} : { lock: { tenant: sources.name, file, lock } }),
  };
}

function nameInKnownHosts({ texts }: View): string {
  const address = (texts.get("ansible_host") ?? "").toLowerCase();
  const port = texts.get("ansible_ssh_port") ?? "22";
  return port === "22" ? address : `[${address}]:${port}`;
}

/** A problem at each tenant for everything it shares with another one. */
export function findShared(profiles: readonly Profile[], documents: Documents): readonly Problem[] {
  const kinds: readonly FactKind[] = ["address", "fqdn", "bucket", "database", "secret", "vaulted"];
  return [
    ...kinds.flatMap((kind) => clashes(profiles, factMarks(kind), FACTS[kind], documents)),
    ...clashes(profiles, hostKeyMarks, [sharedHostKey, "same"], documents),
  ];
}

const FACTS: Readonly<Record<FactKind, readonly [rule: Rule, variant: string]>> = {
  address: [sharedAddress, "same"],
  fqdn: [sharedName, "same"],
  bucket: [sharedBucket, "same"],
  database: [sharedDatabase, "same"],
  secret: [sharedSecret, "value"],
  vaulted: [sharedSecret, "copy"],
};

function factMarks(kind: FactKind): (profile: Profile) => readonly Mark[] {
  return (profile) =>
    profile.facts
      .filter((fact) => fact.kind === kind)
      .map(({ key, name, account, path }) => ({
        profile,
        key,
        name,
        account,
        place: (documents) => documents.placeOf(profile.sources.inventory, path),
      }));
}

function hostKeyMarks(profile: Profile): readonly Mark[] {
  const { inventory, knownHosts } = profile.sources;
  const file = (knownHosts ?? inventory).path;
  return profile.hostKeys.map(({ key, name, span }) => ({
    profile,
    key,
    name,
    account: "",
    place: () => ({ file, path: "", ...span }),
  }));
}

function clashes(
  profiles: readonly Profile[],
  marksOf: (profile: Profile) => readonly Mark[],
  [rule, variant]: readonly [rule: Rule, variant: string],
  documents: Documents,
): readonly Problem[] {
  const groups = Map.groupBy(profiles.flatMap(marksOf), ({ key }) => key);
  return [...groups.values()].flatMap((marks) => {
    if (marks.length === 1 || isOneAccount(marks)) return [];
    return marks.flatMap((mark) => {
      const other = marks.find((candidate) => isOther(candidate, mark));
      if (other === undefined) return [];
      const values: Values = { other: other.profile.sources.name, name: other.name, host: other.name };
      return [report(rule, variant, mark.place(documents), values)];
    });
  });
}

function isOneAccount(marks: readonly Mark[]): boolean {
  const [first] = marks;
  return (
    first !== undefined && first.account !== "" && marks.every(({ account }) => account === first.account)
  );
}

function isOther(candidate: Mark, mark: Mark): boolean {
  const isSameAccount = mark.account !== "" && mark.account === candidate.account;
  return candidate.profile !== mark.profile && !isSameAccount;
}
