/** Builds what a run of ansible-playbook is told at its desk: the generated inventory. Pure. */
import { gzipSync } from "node:zlib";
import type { Host } from "../inventory/tenant.ts";
import type { DesiredState } from "../release/desired.ts";
import type {
  AskVariables,
  BackupVariables,
  HostVariables,
  PrepareVariables,
  PutBackVariables,
  RestoreVariables,
  TransactionVariables,
} from "./variables.ts";

/** One host of a run. */
export interface RunHost {
  readonly host: Host;
  /** Absent where nothing is deployed. */
  readonly desired?: DesiredState<string>;
  /** Variables of this host alone. */
  readonly variables?: RunVariables;
}

/** Variables of a playbook, the same on every host. */
export type RunVariables = Partial<
  TransactionVariables &
    PutBackVariables &
    PrepareVariables &
    AskVariables &
    BackupVariables &
    RestoreVariables
>;

/** The inventory as JSON: hosts by name, connection variables, opaque desired states. It holds secrets. */
export function buildInventory(hosts: readonly RunHost[], variables: RunVariables): string {
  const entries = hosts.map((entry) => [entry.host.name, { ...hostVariables(entry), ...entry.variables }]);
  return JSON.stringify({ all: { hosts: Object.fromEntries(entries), vars: variables } });
}

function hostVariables({ host, desired }: RunHost): HostVariables {
  const { address, port, user } = host.connection;
  return {
    ansible_host: plain(address),
    ansible_port: port,
    ansible_user: plain(user),
    ansible_python_interpreter: "/usr/bin/python3",
    ...(desired ? { oml_desired: encodeDocument(desired) } : {}),
  };
}

/** A document for a host as one opaque parameter. */
export function encodeDocument(document: object): string {
  return gzipSync(JSON.stringify(document)).toString("base64");
}

/** Ansible templates what stands in its inventory: text that is not the toolkit's own goes without braces. */
export function plain(text: string): string {
  return text.replace(/[{}]/g, "").replace(/\s+/g, " ").trim();
}
