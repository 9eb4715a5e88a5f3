/** From a tenant to what its hosts should run: pure, secrets left as slots. */
import type { Component } from "../components/component.ts";
import {
  bucketStep,
  byDigest,
  CERTIFICATES,
  databaseStep,
  PORTS,
  postgres,
  restic,
} from "../components/endpoints.ts";
import {
  BACKUP_IMAGES,
  eachOnce,
  type Digests,
  type ImageReference,
  type NeededImages,
} from "../lock/lock.ts";
import { CERTIFICATE_KEY } from "../inventory/secrets.ts";
import type { Host, Tenant } from "../inventory/tenant.ts";
import type {
  CallSources,
  Certificates,
  DesiredComponent,
  DesiredState,
  HostFile,
  Phase,
  Text,
} from "./desired.ts";
import { renderEnvironment } from "./env-file.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { slot, text } from "./text.ts";
import { commandOf, renderUnit } from "./unit.ts";

/** Everything that decides what runs at a tenant. */
export interface Release {
  readonly tenant: string;
  /** A public hash of it: 64 hex digits; secrets take part as slots only. */
  readonly fingerprint: string;
  readonly app: DesiredState<Text>;
  readonly voice: DesiredState<Text>;
}

/** The images each component a tenant deploys needs: its own first, then those of its steps; and those backups need. */
export function imagesByComponent(tenant: Tenant, catalogue: readonly Component[]): NeededImages {
  const deployed = catalogue.filter((component) => isDeployed(component, tenant));
  const own = deployed.map((component) => [
    component.name,
    [{ image: component.image, tag: component.tag(tenant) }, ...(component.stepImages?.(tenant) ?? [])],
  ]);
  const backup =
    tenant.extras.backup === undefined ? [] : [[BACKUP_IMAGES, [restic(tenant), postgres(tenant)]]];
  return Object.fromEntries([...own, ...backup]) as NeededImages;
}

/** The images a tenant's release needs, to be resolved to digests before `render`. Each once. */
export function imagesOf(tenant: Tenant, catalogue: readonly Component[]): readonly ImageReference[] {
  return eachOnce(Object.values(imagesByComponent(tenant, catalogue)).flat());
}

/** Renders a release. Throws where `digests` lacks one of `imagesOf`: a mistake of the caller. */
export function render(tenant: Tenant, digests: Digests, catalogue: readonly Component[]): Release {
  const deployed = catalogue.filter((component) => isDeployed(component, tenant));
  const shared = { format: 1, tenant: tenant.name, complete: true } as const;
  const app = {
    ...shared,
    ...rest(tenant, digests, deployed, tenant.app),
    certificates: certificatesOf(tenant, deployed),
    calls: null,
    marks: [databaseStep(tenant), bucketStep(tenant, digests)],
  };
  const voice = {
    ...shared,
    ...rest(tenant, digests, deployed, tenant.voice),
    certificates: null,
    calls: callsOf(tenant),
    marks: [],
  };
  return stamped(tenant.name, app, voice);
}

/** A release of two states, with the fingerprint that follows from them. */
export function stamped(
  tenant: string,
  app: Omit<DesiredState<Text>, "release">,
  voice: Omit<DesiredState<Text>, "release">,
): Release {
  const fingerprint = fingerprintOf({ app: { ...app, release: "" }, voice: { ...voice, release: "" } });
  const release = fingerprint;
  return { tenant, fingerprint, app: { ...app, release }, voice: { ...voice, release } };
}

function isDeployed(component: Component, tenant: Tenant): boolean {
  return component.isDeployed?.(tenant) ?? true;
}

function rest(tenant: Tenant, digests: Digests, deployed: readonly Component[], host: Host) {
  const { role, name } = host;
  const here = deployed.flatMap((component) => {
    const phase = component.placement[role];
    return phase === undefined ? [] : [{ component, phase }];
  });
  const units = new Map(here.map(({ component }) => [component.name, component.unit]));
  const components = here.map((placed) => renderComponent(placed, tenant, digests, units));
  return { role, host: name, components };
}

function renderComponent(
  { component, phase }: { readonly component: Component; readonly phase: Phase },
  tenant: Tenant,
  digests: Digests,
  units: ReadonlyMap<string, string>,
): DesiredComponent<Text> {
  const tag = component.tag(tenant);
  const image = byDigest({ image: component.image, tag }, digests);
  const command = commandOf(component, image);
  const after = component.after.map((name) => units.get(name)).filter((unit) => unit !== undefined);
  const { name, unit, container, impact, busy } = component;
  return {
    name,
    unit,
    container,
    image,
    tag,
    phase,
    impact,
    command,
    env_file: component.envFile,
    files: [
      { path: component.envFile, mode: "0600", content: renderEnvironment(component.env(tenant, digests)) },
      {
        path: `/etc/systemd/system/${unit}`,
        mode: "0644",
        content: text(renderUnit(component, command, after)),
      },
      ...(component.files?.(tenant) ?? []),
    ],
    seeds: component.seeds ?? [],
    volumes: component.dataVolumes ?? [],
    before: component.before?.(tenant, digests) ?? [],
    after: component.afterwards?.(tenant, digests) ?? [],
    probes: component.probes(tenant),
    probe_timeout: tenant.extras.health_timeout ?? component.probeTimeout,
    ...(component.schema === undefined ? {} : { schema: component.schema }),
    ...(busy === undefined ? {} : { busy: busy.words, busy_timeout: busy.timeout(tenant) }),
  };
}

function certificatesOf(
  { settings, app, custom }: Tenant,
  deployed: readonly Component[],
): Certificates<Text> {
  const readers = deployed.filter((component) => component.readsCertificates).map(({ name }) => name);
  if (custom === undefined) {
    const names = [settings.fqdn, app.lan, app.connection.address, app.wan].filter(
      (name) => name !== undefined,
    );
    return { files: [], selfsigned: { names: [...new Set(names)] }, readers };
  }
  const files: readonly HostFile<Text>[] = [
    { path: `${CERTIFICATES}/cert.pem`, mode: "0644", content: text(custom.certificate) },
    { path: `${CERTIFICATES}/key.pem`, mode: "0600", content: text(slot(CERTIFICATE_KEY)) },
  ];
  return { files, selfsigned: null, readers };
}

function callsOf({ settings, voice }: Tenant): CallSources<Text> {
  const password = text(slot("ami_password"));
  return {
    ami: { host: voice.lan, port: PORTS.ami, user: settings.ami_user, password },
    rtpengine: { host: voice.lan, port: PORTS.rtpengine },
  };
}
