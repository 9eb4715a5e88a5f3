import type { Component } from "./component.ts";
import { djangoEnvironment } from "./django-environment.ts";
import { bucketUrl } from "./endpoints.ts";

/** The web application's periodic work. Its unit is `omlcron`: `cron` is Debian's own. */
export const cron: Component = {
  name: "cron",
  placement: { app: "edge" },
  image: "docker.io/omnileads/omlapp",
  tag: ({ settings }) => settings.django_version,
  unit: "omlcron.service",
  container: "oml-cron-server",
  envFile: "/etc/default/cron.env",
  env: (tenant, digests) => djangoEnvironment(tenant, digests, bucketUrl(tenant)),
  after: ["redis", "postgresql", "omnileads"],
  stop: { timeout: 20 },
  impact: "none",
  probes: () => [{ kind: "running", title: "up for 5 s", seconds: 5 }],
  probeTimeout: 60,
  schema: "reads",
};
