/** How rules look at more than one variable, and those about the two hosts. */
import type { Role } from "../../release/desired.ts";
import { isIpv4, isLoopback, isPublicIpv4, isUsableIpv4 } from "../address.ts";
import { problemAt } from "../yaml/document.ts";
import type { AppValues, Inventory, VoiceValues } from "../inventory.ts";
import type { Problem, Severity } from "../problem.ts";
import { hostAddress, hostsDiffer, peerAddress, sameHost } from "../rules/hosts.ts";
import type { Rule, Values } from "../rules/rule.ts";
import { Secret } from "../secret.ts";
import { sharedFields, type Settings } from "../settings.ts";

/** What a rule found, at the variable it names. */
export interface Finding {
  readonly rule: Rule;
  readonly variant: string;
  readonly name: string;
  readonly host?: Role;
  readonly values?: Values;
  readonly severity?: Severity;
  /** What it points at; the value unless it says the key. */
  readonly at?: "key" | "value";
}

/** Findings, with what was not found among them. */
export type Findings = readonly (Finding | false | undefined)[];

/** A rule's look at an inventory: it is spared where a variable it reads is faulty itself. */
export interface Check {
  readonly reads: readonly string[];
  readonly find: (inventory: Inventory) => Findings;
}

/** Names a finding, with the variants its rule has. */
export function found<Variant extends string>(
  rule: Rule<Variant>,
  variant: NoInfer<Variant>,
  name: string,
  more: Omit<Finding, "rule" | "variant" | "name"> = {},
): Finding {
  return { rule, variant, name, ...more };
}

/** A check of settings: it sees those it reads, and no other. */
export function reading<Name extends keyof Settings>(
  reads: readonly Name[],
  find: (settings: Pick<Settings, Name>) => Findings,
): Check {
  return { reads, find: ({ settings }) => find(settings) };
}

/** A check of both hosts' own values. */
function comparing<Name extends keyof AppValues | keyof VoiceValues>(
  reads: readonly Name[],
  find: (
    app: Pick<AppValues, Name & keyof AppValues>,
    voice: Pick<VoiceValues, Name & keyof VoiceValues>,
  ) => Findings,
): Check {
  return { reads, find: ({ app, voice }) => find(app, voice) };
}

/** Every finding of the checks, located. */
export function runChecks(inventory: Inventory, checks: readonly Check[]): readonly Problem[] {
  const { document, faulty, pathOf } = inventory;
  return checks
    .filter(({ reads }) => !reads.some((name) => faulty.has(name)))
    .flatMap(({ find }) => find(inventory))
    .filter((finding) => finding !== undefined && finding !== false)
    .map(({ rule, name, host, ...finding }) => problemAt(document, pathOf(name, host), rule, finding));
}

const hostsAreTwo = [
  comparing(["omni_ip_lan"], (app, voice) => [
    app.omni_ip_lan === voice.omni_ip_lan && found(sameHost, "lan", "omni_ip_lan", { host: "voice" }),
  ]),
  comparing(["ansible_host", "ansible_ssh_port"], (app, voice) => [
    app.ansible_host === voice.ansible_host &&
      app.ansible_ssh_port === voice.ansible_ssh_port &&
      found(sameHost, "connection", "ansible_host", { host: "voice" }),
  ]),
];

const hostsNameEachOther = [
  comparing(["voice_host", "omni_ip_lan"], (app, { omni_ip_lan: address }) => [
    app.voice_host !== address &&
      found(peerAddress, "differs", "voice_host", {
        host: "app",
        values: { peer: "omnileads-voice", address },
      }),
  ]),
  comparing(["application_host", "omni_ip_lan"], ({ omni_ip_lan: address }, voice) => [
    voice.application_host !== address &&
      found(peerAddress, "differs", "application_host", {
        host: "voice",
        values: { peer: "omnileads-app", address },
      }),
  ]),
];

const sharedAlike = (Object.keys(sharedFields) as (keyof typeof sharedFields)[]).map((name) =>
  comparing([name], (app, voice) => [!isSame(app[name], voice[name]) && found(hostsDiffer, "differs", name)]),
);

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Secret && b instanceof Secret ? a.reveal() === b.reveal() : a === b;
}

const addressesAreReal = [
  comparing(["omni_ip_lan"], (app, voice) => [
    lanAddress(app.omni_ip_lan, "app"),
    lanAddress(voice.omni_ip_lan, "voice"),
  ]),
  comparing(["omni_ip_wan"], (app, voice) => [
    wanAddress(app.omni_ip_wan, "app"),
    wanAddress(voice.omni_ip_wan, "voice"),
  ]),
  comparing(["ansible_host"], (app, voice) => [
    sshAddress(app.ansible_host, "app"),
    sshAddress(voice.ansible_host, "voice"),
  ]),
];

function lanAddress(address: string, host: Role): Finding | false {
  if (!isUsableIpv4(address)) return found(hostAddress, "unusable", "omni_ip_lan", { host });
  return isPublicIpv4(address) && found(hostAddress, "public", "omni_ip_lan", { host, severity: "warning" });
}

function wanAddress(address: string | undefined, host: Role): Finding | false {
  return (
    address !== undefined && !isUsableIpv4(address) && found(hostAddress, "unusable", "omni_ip_wan", { host })
  );
}

function sshAddress(address: string, host: Role): Finding | false {
  if (isLoopback(address)) return found(hostAddress, "loopback", "ansible_host", { host });
  return (
    isIpv4(address) && !isUsableIpv4(address) && found(hostAddress, "unusable", "ansible_host", { host })
  );
}

/** Rules about the two hosts. */
export const hostChecks: readonly Check[] = [
  ...hostsAreTwo,
  ...hostsNameEachOther,
  ...sharedAlike,
  ...addressesAreReal,
];
