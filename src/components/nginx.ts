import type { Component } from "./component.ts";
import { bucketUrl, CERTIFICATES } from "./endpoints.ts";

/** The browsers' door: TLS, static files, and the way to every other web component. */
export const nginx: Component = {
  name: "nginx",
  placement: { app: "edge" },
  image: "docker.io/omnileads/nginx",
  tag: ({ settings }) => settings.nginx_version,
  unit: "nginx.service",
  container: "oml-nginx-server",
  envFile: "/etc/default/nginx.env",
  env: (tenant) => ({
    DJANGO_HOSTNAME: tenant.app.lan,
    DAPHNE_HOSTNAME: tenant.app.lan,
    KAMAILIO_HOSTNAME: tenant.app.lan,
    WEBSOCKETS_HOSTNAME: tenant.app.lan,
    ENV: "prodenv",
    S3_ENDPOINT: bucketUrl(tenant),
  }),
  mounts: [
    `${CERTIFICATES}:${CERTIFICATES}:ro,z`,
    "django_static:/opt/omnileads/static",
    "django_callrec_zip:/opt/omnileads/asterisk/var/spool/asterisk/monitor",
  ],
  readsCertificates: true,
  after: ["omnileads", "daphne", "websockets", "kamailio"],
  stop: { timeout: 20 },
  impact: "web",
  probes: ({ app }) => [
    {
      kind: "http",
      title: "HTTPS login page",
      url: `https://${app.lan}/accounts/login/`,
      status: [200],
      tls_verify: false,
    },
    { kind: "websocket", title: "WebSocket through nginx", url: `wss://${app.lan}/consumers/oml-probe` },
  ],
  probeTimeout: 60,
};
