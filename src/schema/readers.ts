/** Which components read a variable: found by rendering them for tenants that record what is asked of them. */
import type { Component } from "../components/component.ts";
import type { Digests } from "../lock/lock.ts";
import type { Host, Tenant } from "../inventory/tenant.ts";
import { buildInventory } from "../ansible/inventory.ts";
import { mapTexts } from "../release/fill.ts";
import { imagesOf, render } from "../release/render.ts";

/** The names of the components that read a variable, by the variable's name. */
export type Readers = ReadonlyMap<string, ReadonlySet<string>>;

/** What the toolkit reads for itself: connections, certificates, the tenant's marks, the count of calls. */
export const TOOLKIT = "the deploy itself";

/** The variable behind each property of a host. */
const HOST_VARIABLES = { lan: "omni_ip_lan", wan: "omni_ip_wan" } as const;
const CONNECTION_VARIABLES = {
  address: "ansible_host",
  port: "ansible_ssh_port",
  user: "ansible_user",
} as const;

/** Renders each component for every tenant: give enough tenants that every branch is taken. */
export function readersOf(components: readonly Component[], tenants: readonly Tenant[]): Readers {
  const readers = new Map<string, Set<string>>();
  for (const tenant of tenants) {
    const digests = new Map(
      imagesOf(tenant, components).map(({ image, tag }) => [`${image}:${tag}`, `sha256:${"0".repeat(64)}`]),
    );
    for (const component of components) {
      const record = (name: string) => add(readers, name, component.name);
      readComponent(component, recording(tenant, record), digests, record);
    }
    const record = (name: string) => add(readers, name, TOOLKIT);
    readForDeploy(recording(tenant, record), digests, record);
  }
  return readers;
}

/** Connections, certificates, marks and calls: a release without components, and how its hosts are reached. */
function readForDeploy(tenant: Tenant, digests: Digests, record: (name: string) => void): void {
  const release = render(tenant, digests, []);
  noteSlots(release, record);
  const host = (role: "app" | "voice") => ({
    host: tenant[role],
    desired: mapTexts(release[role], () => ""),
  });
  buildInventory([host("app"), host("voice")], {});
}

function readComponent(
  component: Component,
  tenant: Tenant,
  digests: Digests,
  record: (name: string) => void,
): void {
  if (component.isDeployed?.(tenant) === false) return;
  const read = [
    component.tag(tenant),
    component.env(tenant, digests),
    component.files?.(tenant),
    component.probes(tenant),
    component.before?.(tenant, digests),
    component.afterwards?.(tenant, digests),
    component.stepImages?.(tenant),
    component.busy?.timeout(tenant),
  ];
  noteSlots(read, record);
}

/** Secrets are read as slots that bear the variable's name. */
function noteSlots(value: unknown, record: (name: string) => void): void {
  if (typeof value !== "object" || value === null) return;
  if ("secret" in value && typeof value.secret === "string") record(value.secret);
  Object.values(value).forEach((inner) => noteSlots(inner, record));
}

function add(readers: Map<string, Set<string>>, variable: string, reader: string): void {
  readers.set(variable, (readers.get(variable) ?? new Set()).add(reader));
}

/** The same tenant; `record` is told the name of every variable that is read. */
function recording(tenant: Tenant, record: (name: string) => void): Tenant {
  const settings = watched(tenant.settings, record);
  const images = watched(tenant.extras.images, (name) => record(`images.${name}`));
  const extras = watched({ ...tenant.extras, images }, record);
  const app = recordingHost(tenant.app, record);
  const voice = recordingHost(tenant.voice, record);
  return watched({ ...tenant, settings, extras, app, voice }, (name) => {
    if (name === "custom") record("certs");
  });
}

function recordingHost(host: Host, record: (name: string) => void): Host {
  const connection = watched(host.connection, (name) => record(CONNECTION_VARIABLES[name]));
  return watched({ ...host, connection }, (name) => {
    if (name === "lan" || name === "wan") record(HOST_VARIABLES[name]);
  });
}

function watched<T extends object>(target: T, record: (name: keyof T & string) => void): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      if (typeof name === "string") record(name as keyof T & string);
      return Reflect.get(object, name, receiver) as unknown;
    },
  });
}
