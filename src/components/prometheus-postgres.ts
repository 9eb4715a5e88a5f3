import { slot } from "../release/text.ts";
import type { Component } from "./component.ts";
import { postgresHost } from "./endpoints.ts";
import { exporterProbe } from "./exporter.ts";

/** Metrics of PostgreSQL, for a Prometheus elsewhere. The password is no part of a URL, so any will do. */
export const prometheusPostgres: Component = {
  name: "prometheus_postgres",
  placement: { app: "edge" },
  image: "docker.io/prometheuscommunity/postgres-exporter",
  tag: ({ extras }) => extras.images.postgres_exporter,
  isDeployed: ({ settings }) => settings.prometheus_enable,
  unit: "prometheus_postgres.service",
  container: "oml-prometheus-postgres",
  envFile: "/etc/default/prometheus_postgres.env",
  env: (tenant) => {
    const {
      postgres_port: port,
      postgres_database: name,
      postgres_ssl: ssl,
      postgres_user,
    } = tenant.settings;
    return {
      DATA_SOURCE_URI: `${postgresHost(tenant, "app")}:${port}/${name}?sslmode=${ssl ? "require" : "disable"}`,
      DATA_SOURCE_USER: postgres_user,
      DATA_SOURCE_PASS: slot("postgres_password"),
    };
  },
  after: ["postgresql"],
  stop: { timeout: 10 },
  impact: "none",
  probes: () => [exporterProbe(9187)],
  probeTimeout: 60,
};
