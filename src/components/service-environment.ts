/** The variables by which every program finds the database and the bucket. */
import type { Tenant } from "../inventory/tenant.ts";
import type { Role } from "../release/desired.ts";
import { slot } from "../release/text.ts";
import type { Environment } from "./component.ts";
import { postgresHost } from "./endpoints.ts";

/** libpq's own variables; `PGSSLMODE` makes every libpq client require TLS. */
export function postgresEnvironment(tenant: Tenant, from: Role): Environment {
  const { settings } = tenant;
  return {
    PGHOST: postgresHost(tenant, from),
    PGPORT: settings.postgres_port,
    PGDATABASE: settings.postgres_database,
    PGUSER: settings.postgres_user,
    PGPASSWORD: slot("postgres_password"),
    PGSSLMODE: settings.postgres_ssl ? "require" : undefined,
  };
}

/** The bucket at `url` with the application's keys. */
export function bucketEnvironment({ settings }: Tenant, url: string): Environment {
  return {
    S3_BUCKET_NAME: settings.bucket_name,
    AWS_ACCESS_KEY_ID: slot("bucket_access_key"),
    AWS_SECRET_ACCESS_KEY: slot("bucket_secret_key"),
    AWS_DEFAULT_REGION: settings.bucket_region,
    S3_ENDPOINT: url,
  };
}
