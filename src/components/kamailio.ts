import { slot } from "../release/text.ts";
import type { Component } from "./component.ts";
import { CERTIFICATES, PORTS } from "./endpoints.ts";

/** The agents' SIP edge: WebRTC towards browsers, SIP towards Asterisk. */
export const kamailio: Component = {
  name: "kamailio",
  placement: { app: "voice" },
  image: "docker.io/omnileads/kamailio",
  tag: ({ settings }) => settings.kamailio_version,
  unit: "kamailio.service",
  container: "oml-kamailio-server",
  envFile: "/etc/default/kamailio.env",
  env: ({ settings, app, voice }) => ({
    KAMAILIO_HOSTNAME: app.lan,
    KAMAILIO_CERTS_LOCATION: CERTIFICATES,
    ASTERISK_HOSTNAME: voice.lan,
    REDIS_HOSTNAME: app.lan,
    RTPENGINE_HOSTNAME: voice.lan,
    SHM_SIZE: settings.shm_size,
    PKG_SIZE: settings.pkg_size,
    AUTHEPH_SK: settings.kamailio_webrtc_auth_eph_key && slot("kamailio_webrtc_auth_eph_key"),
  }),
  mounts: [`${CERTIFICATES}:${CERTIFICATES}:ro,z`],
  readsCertificates: true,
  after: ["redis"],
  stop: { timeout: 20 },
  impact: "calls",
  probes: ({ app }) => [{ kind: "sip", title: "SIP OPTIONS", host: app.lan, port: PORTS.kamailio }],
  probeTimeout: 60,
};
