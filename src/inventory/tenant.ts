/** A tenant: one contact centre, read from its folder, typed, with defaults applied. */
import type { Lock } from "../lock/lock.ts";
import type { HostName, Role } from "../release/desired.ts";
import type { Value } from "./yaml/value.ts";
import type { Problem } from "./problem.ts";
import type { Secret } from "./secret.ts";
import type { Settings } from "./settings.ts";
import type { SourceFile } from "./source-file.ts";
import type { TenantFile } from "./tenant-file.ts";

/** The files of a tenant's folder that decide what runs there. */
export interface TenantSources {
  /** The folder's name, which is the tenant's. */
  readonly name: string;
  readonly inventory: SourceFile;
  /** `tenant.yml` */
  readonly tenantFile?: SourceFile;
  /** `known_hosts` */
  readonly knownHosts?: SourceFile;
  /** `cert.pem` */
  readonly certificate?: SourceFile;
  /** `key.pem`, plain or as a whole in ansible-vault's format. */
  readonly key?: SourceFile;
  /** `images.lock.json` */
  readonly lock?: SourceFile;
  /** Whatever else lies in the folder. */
  readonly others?: readonly SourceFile[];
}

/** How SSH reaches a host. */
export interface Connection {
  readonly address: string;
  readonly port: number;
  readonly user: string;
}

/** One of the tenant's two hosts. */
export interface Host {
  readonly name: HostName;
  readonly role: Role;
  readonly connection: Connection;
  /** `omni_ip_lan`: the private IPv4 its peers use. */
  readonly lan: string;
  /** `omni_ip_wan`, or what stands for it. */
  readonly wan: string;
}

/** A certificate chain in PEM and its private key. */
export interface CustomCertificate {
  readonly certificate: string;
  readonly key: Secret;
}

/** A valid tenant. */
export interface Tenant {
  readonly name: string;
  readonly app: Host;
  readonly voice: Host;
  /** The inventory's variables by their upstream names. */
  readonly settings: Settings;
  /** `tenant.yml`, defaults applied. */
  readonly extras: TenantFile;
  /** The text of `known_hosts`: both hosts are in it. */
  readonly knownHosts: string;
  /** Present where `certs` is `custom`. */
  readonly custom?: CustomCertificate;
  /** Present where `images.lock.json` is: what it says, whether or not it is of this inventory. */
  readonly lock?: Lock;
}

/**
 * A tenant, or everything that is wrong with its files; either way what its inventory says, as far as it is readable.
 * That is a function so that printing a result prints no clear secret.
 */
export type TenantResult = { readonly inventory: () => Value } & (
  | { readonly ok: true; readonly tenant: Tenant; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }
);
