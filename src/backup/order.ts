/** What a host is asked of a backup: of what a set is taken, and where it goes. Pure; secrets are slots. */
import { CUSTOM_FOLDER } from "../components/asterisk-custom.ts";
import { catalogue } from "../components/catalogue.ts";
import {
  bucketAccess,
  byDigest,
  CERTIFICATES,
  hostsMinio,
  hostsPostgres,
  postgres,
  restic,
  sqlAccess,
} from "../components/endpoints.ts";
import { millisecondsOf } from "../inventory/fields/duration.ts";
import { BACKUP_SLOTS } from "../inventory/secrets.ts";
import type { Tenant } from "../inventory/tenant.ts";
import type { Digests, Lock } from "../lock/lock.ts";
import type { DesiredState, HostName, Role, SqlAccess, Text } from "../release/desired.ts";
import { render } from "../release/render.ts";
import { slot, text } from "../release/text.ts";

/** A restic repository in a bucket. `verify`: whether the bucket's certificate is checked; `ca`: by these alone, PEM. */
export interface RepositoryAccess<T> {
  /** restic's image, by digest. */
  readonly engine: string;
  readonly endpoint: string;
  readonly bucket: string;
  /** Where in the bucket; nothing outside of it is ever touched. */
  readonly prefix: string;
  readonly region: string;
  readonly verify: boolean;
  readonly ca?: string;
  readonly access_key: T;
  readonly secret_key: T;
  readonly password: T;
  readonly escrow_password?: T;
}

/** The tenant's database. `managed`: it is a provider's, not on the app host. */
export interface DatabaseAccess<T> extends SqlAccess<T> {
  readonly name: string;
  /** The database from which another one can be made and renamed. */
  readonly maintenance: string;
  readonly managed: boolean;
  /** As whom a restore is done where that role may not; null: as nobody. */
  readonly restore_as: { readonly admin_user: string; readonly admin_password: T } | null;
}

/** One host's part of a backup or of a restore. */
export interface BackupOrder<T> {
  readonly format: 1;
  readonly tenant: string;
  readonly role: Role;
  readonly host: HostName;
  readonly repository: RepositoryAccess<T>;
  /** Whether the bucket is the tenant's own, which bears the tenant's marker. */
  readonly own_bucket: boolean;
  /** Folders to store as they are, by the names of their parts. */
  readonly folders: Readonly<Record<string, string>>;
  /** App host only. */
  readonly database: DatabaseAccess<T> | null;
  /** PostgreSQL's client programs, by digest; app host only. */
  readonly client: string | null;
  /** The components of this host that use the database, in the order they are brought up. */
  readonly clients: readonly string[];
  /** Seconds after a restore for which what ran before it stays; null: until somebody accepts it. */
  readonly former_for: number | null;
  /** The tenant's image lock, for the manifest. */
  readonly lock: Lock | null;
  /** Filled: every secret in it, which no message may hold. */
  readonly secrets?: readonly string[];
  /** The tenant whose set is restored, where that is another one: what of its order says where its sets are. */
  readonly from_tenant?: Pick<BackupOrder<T>, "tenant" | "repository" | "own_bucket">;
}

/** The orders of both hosts, or why there are none: one sentence with what to type. */
export type BackupOrders =
  | { readonly ok: true; readonly app: BackupOrder<Text>; readonly voice: BackupOrder<Text> }
  | { readonly ok: false; readonly message: string };

/** What both hosts of a tenant are asked; `digests` are those of its lock. Throws where they lack an image. */
export function ordersOf(tenant: Tenant, digests: Digests): BackupOrders {
  const repository = repositoryOf(tenant, digests);
  if (repository === undefined) return { ok: false, message: sayUnset(tenant.name) };
  const { former } = tenant.extras.keep;
  const shared = {
    format: 1,
    tenant: tenant.name,
    repository,
    own_bucket: tenant.extras.backup?.bucket === undefined,
    former_for: former === undefined ? null : millisecondsOf(former) / 1000,
    lock: tenant.lock ?? null,
  } as const;
  const { app, voice } = tenant;
  const release = render(tenant, digests, catalogue);
  return {
    ok: true,
    app: {
      ...shared,
      role: "app",
      host: app.name,
      folders: { certificates: CERTIFICATES },
      database: databaseOf(tenant),
      client: byDigest(postgres(tenant), digests),
      clients: clientsOf(release.app),
    },
    voice: {
      ...shared,
      role: "voice",
      host: voice.name,
      folders: { asterisk: CUSTOM_FOLDER },
      database: null,
      client: null,
      clients: clientsOf(release.voice),
    },
  };
}

function databaseOf(tenant: Tenant): DatabaseAccess<Text> {
  const { settings, extras } = tenant;
  const admin = extras.backup?.restore_as;
  const password = text(slot(BACKUP_SLOTS.adminPassword));
  return {
    ...sqlAccess(tenant),
    name: settings.postgres_database,
    maintenance: settings.postgres_maintenance_db,
    managed: !hostsPostgres(tenant),
    restore_as: admin === undefined ? null : { admin_user: admin.admin_user, admin_password: password },
  };
}

/** Who is given the database's password uses the database; the server itself does not. */
function clientsOf({ components }: DesiredState<Text>): readonly string[] {
  const isGivenIt = ({ content }: { readonly content: Text }): boolean =>
    content.some((piece) => typeof piece !== "string" && piece.secret === "postgres_password");
  return components
    .filter(({ impact, files }) => impact !== "data" && files.some(isGivenIt))
    .map(({ name }) => name);
}

/** Whether a tenant's sets lie on another machine than the data they hold, as far as the bucket's address tells. */
export function isOffHost(tenant: Tenant): boolean {
  const own = tenant.extras.backup?.bucket;
  if (own === undefined && hostsMinio(tenant)) return false;
  const { app, voice, settings } = tenant;
  const { hostname } = new URL(own?.url ?? bucketAccess(tenant).endpoint);
  const names = [app, voice].flatMap(({ lan, wan, connection }) => [lan, wan, connection.address]);
  const isOwn = [...names, settings.fqdn, "localhost", "[::1]"].includes(hostname);
  return !isOwn && !hostname.startsWith("127.");
}

function repositoryOf(tenant: Tenant, digests: Digests): RepositoryAccess<Text> | undefined {
  const { backup } = tenant.extras;
  if (backup === undefined) return undefined;
  return {
    engine: byDigest(restic(tenant), digests),
    prefix: `oml-backups/${tenant.name}`,
    ...bucketOf(tenant),
    password: text(slot(BACKUP_SLOTS.password)),
    ...(backup.escrow_password ? { escrow_password: text(slot(BACKUP_SLOTS.escrowPassword)) } : {}),
  };
}

function bucketOf(
  tenant: Tenant,
): Omit<RepositoryAccess<Text>, "engine" | "prefix" | "password" | "escrow_password"> {
  const own = tenant.extras.backup?.bucket;
  if (own === undefined) {
    const { name, ...access } = bucketAccess(tenant);
    return { ...access, bucket: name };
  }
  return {
    endpoint: own.url,
    bucket: own.name,
    region: own.region,
    verify: true,
    ...(own.ca === undefined ? {} : { ca: own.ca }),
    access_key: text(slot(BACKUP_SLOTS.accessKey)),
    secret_key: text(slot(BACKUP_SLOTS.secretKey)),
  };
}

function sayUnset(tenant: string): string {
  return `tenant.yml of ${tenant} has no block 'backup' with a password, so nothing says where sets go. Make one: openssl rand -hex 24 | ansible-vault encrypt_string --stdin-name password, and write what it prints below 'backup:'`;
}
