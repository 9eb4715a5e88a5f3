import type { Component } from "./component.ts";
import { djangoEnvironment } from "./django-environment.ts";
import {
  bucketAccess,
  bucketStep,
  bucketUrlForBrowsers,
  databaseStep,
  hostsMinio,
  hostsPostgres,
  PORTS,
  sqlAccess,
} from "./endpoints.ts";

/** The web application: Django behind uWSGI. Migrates its database whenever it starts. */
export const omnileads: Component = {
  name: "omnileads",
  placement: { app: "foundation" },
  image: "docker.io/omnileads/omlapp",
  tag: ({ settings }) => settings.django_version,
  unit: "omnileads.service",
  container: "oml-django-server",
  envFile: "/etc/default/django.env",
  env: (tenant, digests) => ({
    CRON_ENABLE: "false",
    ASTERISK_LOCATION: "/opt/omnileads/asterisk",
    ...djangoEnvironment(tenant, digests, bucketUrlForBrowsers(tenant)),
  }),
  mounts: [
    "django_static:/opt/omnileads/static",
    "django_callrec_zip:/opt/omnileads/asterisk/var/spool/asterisk/monitor",
  ],
  after: ["minio", "redis", "postgresql"],
  stop: { timeout: 30 },
  impact: "web",
  probes: (tenant) => [
    {
      kind: "uwsgi",
      title: "login page",
      host: tenant.app.lan,
      port: PORTS.uwsgi,
      path: "/accounts/login/",
      status: [200],
    },
    {
      kind: "sql",
      title: "database as the application",
      ...sqlAccess(tenant),
      database: tenant.settings.postgres_database,
    },
    { kind: "bucket", title: "bucket", ...bucketAccess(tenant) },
  ],
  probeTimeout: 120,
  // Self-hosted services are made ready by their own components.
  before: (tenant, digests) => [
    ...(hostsPostgres(tenant) ? [] : [databaseStep(tenant)]),
    ...(hostsMinio(tenant) ? [] : [bucketStep(tenant, digests)]),
  ],
  schema: "migrates",
  busy: { words: ["manage.py", "migrate"], timeout: ({ extras }) => extras.migration_timeout * 60 },
};
