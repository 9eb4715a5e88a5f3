/** Where a tenant's services answer, and how they are reached. */
import type { Tenant } from "../inventory/tenant.ts";
import type { BucketAccess, BucketStep, DatabaseStep, Role, SqlAccess, Text } from "../release/desired.ts";
import { slot, text } from "../release/text.ts";
import type { Digests, ImageReference } from "../lock/lock.ts";

/** Ports of the containers, all on the hosts' own network. */
export const PORTS = {
  ami: 5038,
  asterisk: 5060,
  daphne: 8098,
  kamailio: 10060,
  minio: 9000,
  redis: 6379,
  rtpengine: 22222,
  uwsgi: 8099,
  websockets: 8000,
} as const;

/** Where certificates lie on the app host and in its containers. */
export const CERTIFICATES = "/etc/omnileads/certs";

/** Whether PostgreSQL runs on the app host. */
export function hostsPostgres({ settings }: Tenant): boolean {
  return settings.postgres_host === undefined;
}

/** Whether MinIO runs on the app host. */
export function hostsMinio({ settings }: Tenant): boolean {
  return settings.bucket_url === undefined;
}

/** PostgreSQL's address as seen from one of the hosts. */
export function postgresHost(tenant: Tenant, from: Role): string {
  return tenant.settings.postgres_host ?? (from === "app" ? "localhost" : tenant.app.lan);
}

/** The bucket's URL for the tenant's own programs. */
export function bucketUrl(tenant: Tenant): string {
  return tenant.settings.bucket_url ?? `http://${tenant.app.lan}:${PORTS.minio}`;
}

/** The bucket's URL for browsers: a self-hosted MinIO is reached through nginx. */
export function bucketUrlForBrowsers({ settings, app }: Tenant): string {
  const address = settings.fqdn ?? (settings.infra_env === "cloud" ? app.wan : app.lan);
  return settings.bucket_url ?? `https://${address}`;
}

/** The database as the application's role, from the app host. */
export function sqlAccess(tenant: Tenant): SqlAccess<Text> {
  const { settings } = tenant;
  return {
    host: postgresHost(tenant, "app"),
    port: settings.postgres_port,
    user: settings.postgres_user,
    password: text(slot("postgres_password")),
    ssl: settings.postgres_ssl,
  };
}

/** The bucket with the application's keys. */
export function bucketAccess(tenant: Tenant): BucketAccess<Text> {
  const { settings, extras } = tenant;
  const ca = extras.bucket_ca;
  return {
    endpoint: bucketUrl(tenant),
    name: settings.bucket_name,
    access_key: text(slot("bucket_access_key")),
    secret_key: text(slot("bucket_secret_key")),
    region: settings.bucket_region,
    verify: ca !== undefined || settings.callrec_device !== "s3-no-check-cert",
    ...(ca === undefined ? {} : { ca }),
  };
}

/** Makes the application's database ready. */
export function databaseStep(tenant: Tenant): DatabaseStep<Text> {
  return {
    kind: "database",
    managed: !hostsPostgres(tenant),
    ...sqlAccess(tenant),
    name: tenant.settings.postgres_database,
    maintenance: tenant.settings.postgres_maintenance_db,
    extensions: ["plperl"],
  };
}

/** Makes the application's bucket ready; a self-hosted one with MinIO's client. */
export function bucketStep(tenant: Tenant, digests: Digests): BucketStep<Text> {
  const access = { kind: "bucket", managed: !hostsMinio(tenant), ...bucketAccess(tenant) } as const;
  if (access.managed) return access;
  return {
    ...access,
    admin_user: tenant.settings.s3_http_admin_user ?? "",
    admin_password: text(slot("s3_http_admin_pass")),
    client_image: byDigest(minioClient(tenant), digests),
  };
}

/** The image of MinIO's client. */
export function minioClient({ extras }: Tenant): ImageReference {
  return { image: "quay.io/minio/mc", tag: extras.images.mc };
}

/** The image of restic, which stores backup sets. */
export function restic({ extras }: Tenant): ImageReference {
  return { image: "docker.io/restic/restic", tag: extras.images.restic };
}

/** The image of PostgreSQL: the tenant's own server, or the client programs for a provider's. */
export function postgres({ extras }: Tenant): ImageReference {
  return { image: "docker.io/omnileads/postgres", tag: extras.images.postgres };
}

/** `image@digest`. Throws where the digest is unknown: a mistake of the caller. */
export function byDigest({ image, tag }: ImageReference, digests: Digests): string {
  const digest = digests.get(`${image}:${tag}`);
  if (digest === undefined) throw new Error(`no digest was given for ${image}:${tag}`);
  return `${image}@${digest}`;
}
