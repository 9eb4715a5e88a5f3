import type { Component } from "./component.ts";
import { PORTS } from "./endpoints.ts";

/** Media between agents' browsers and Asterisk. */
export const rtpengine: Component = {
  name: "rtpengine",
  placement: { voice: "voice" },
  image: "docker.io/omnileads/rtpengine",
  tag: ({ settings }) => settings.rtpengine_version,
  unit: "rtpengine.service",
  container: "oml-rtpengine-server",
  envFile: "/etc/default/rtpengine.env",
  env: ({ settings, voice }) => ({ WAN_IP: voice.wan, LAN_IP: voice.lan, ENV: settings.infra_env }),
  after: [],
  stop: { timeout: 20 },
  impact: "calls",
  probes: ({ voice }) => [
    { kind: "rtpengine", title: "rtpengine ping", host: voice.lan, port: PORTS.rtpengine },
  ],
  probeTimeout: 60,
};
