import type { Component } from "./component.ts";
import { djangoEnvironment } from "./django-environment.ts";
import { bucketUrlForBrowsers, PORTS } from "./endpoints.ts";

/** The web application's channels: Django behind Daphne. */
export const daphne: Component = {
  name: "daphne",
  placement: { app: "edge" },
  image: "docker.io/omnileads/omlapp",
  tag: ({ settings }) => settings.django_version,
  unit: "daphne.service",
  container: "oml-daphne-server",
  envFile: "/etc/default/daphne.env",
  env: (tenant, digests) => ({
    DAPHNE_ENABLE: "True",
    ...djangoEnvironment(tenant, digests, bucketUrlForBrowsers(tenant)),
  }),
  after: ["redis", "postgresql", "omnileads"],
  stop: { timeout: 20 },
  impact: "web",
  probes: ({ app }) => [{ kind: "tcp", title: "Daphne", host: app.lan, port: PORTS.daphne }],
  probeTimeout: 60,
  schema: "reads",
};
