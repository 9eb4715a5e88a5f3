import type { Component } from "./component.ts";
import { PORTS } from "./endpoints.ts";

/** Live updates for supervisors' and agents' pages. */
export const websockets: Component = {
  name: "websockets",
  placement: { app: "edge" },
  image: "docker.io/omnileads/websockets",
  tag: ({ settings }) => settings.websockets_version,
  unit: "websockets.service",
  container: "oml-websockets-server",
  envFile: "/etc/default/websockets.env",
  env: ({ app }) => ({
    EVENT_LOOP: "uvloop",
    LOGGERS: "DEBUG:fts.oml.services.websockets;INFO:websockets.server",
    DEBUG_EVENT_LOOP: "off",
    BIND_ADDRESS: `${app.lan}:${PORTS.websockets}`,
    REDIS_HOST: `redis://${app.lan}`,
  }),
  after: ["redis"],
  stop: { timeout: 20 },
  impact: "web",
  probes: ({ app }) => [
    { kind: "websocket", title: "WebSocket", url: `ws://${app.lan}:${PORTS.websockets}/consumers/oml-probe` },
  ],
  probeTimeout: 60,
};
