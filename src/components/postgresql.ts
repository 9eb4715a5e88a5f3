import { slot } from "../release/text.ts";
import type { Component } from "./component.ts";
import { databaseStep, hostsPostgres, sqlAccess } from "./endpoints.ts";

/** PostgreSQL, where the tenant has no database service of a provider's. */
export const postgresql: Component = {
  name: "postgresql",
  placement: { app: "foundation" },
  image: "docker.io/omnileads/postgres",
  tag: ({ extras }) => extras.images.postgres,
  isDeployed: hostsPostgres,
  unit: "postgresql.service",
  container: "oml-postgresql-server",
  envFile: "/etc/default/postgres.env",
  env: ({ settings }) => ({
    PGHOSTHA: settings.postgres_ha,
    PGHOSTRO: settings.postgres_ro_host ?? "",
    POSTGRES_USER: settings.postgres_user,
    POSTGRES_PASSWORD: slot("postgres_password"),
    POSTGRES_DB: settings.postgres_database,
  }),
  mounts: ["oml_postgres:/var/lib/postgresql/data"],
  dataVolumes: ["oml_postgres"],
  after: [],
  // PostgreSQL's fast shutdown: sessions are ended, not waited for.
  stop: { signal: "SIGINT", timeout: 60 },
  impact: "data",
  probes: (tenant) => [
    {
      kind: "sql",
      title: "maintenance database",
      ...sqlAccess(tenant),
      database: tenant.settings.postgres_maintenance_db,
    },
  ],
  // Long enough for recovery after a crash.
  probeTimeout: 180,
  afterwards: (tenant) => [databaseStep(tenant)],
};
