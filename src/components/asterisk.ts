import { slot } from "../release/text.ts";
import { CUSTOM_FOLDER, customFiles } from "./asterisk-custom.ts";
import type { Component } from "./component.ts";
import { bucketUrl, PORTS } from "./endpoints.ts";
import { bucketEnvironment, postgresEnvironment } from "./service-environment.ts";

/** The telephone exchange. */
export const asterisk: Component = {
  name: "asterisk",
  placement: { voice: "voice" },
  image: "docker.io/omnileads/asterisk",
  tag: ({ settings }) => settings.asterisk_version,
  unit: "asterisk.service",
  container: "oml-asterisk-server",
  envFile: "/etc/default/asterisk.env",
  env: (tenant) => ({
    TZ: tenant.settings.TZ,
    ASTERISK_LOCATION: "",
    CALLREC_DEVICE: tenant.settings.callrec_device,
    ASTERISK_HOSTNAME: tenant.voice.lan,
    ASTERISK_PUBLIC_IP: tenant.voice.wan,
    AMI_USER: tenant.settings.ami_user,
    AMI_PASSWORD: slot("ami_password"),
    OMNILEADS_HOSTNAME: tenant.app.lan,
    REDIS_HOSTNAME: tenant.app.lan,
    ...postgresEnvironment(tenant, "voice"),
    PGSSL: tenant.settings.postgres_ssl,
    HOMER_ENABLE: tenant.settings.homer_enable,
    HOMERHOST: tenant.settings.observability_host ?? "",
    HOMERPORT: 9060,
    ...bucketEnvironment(tenant, bucketUrl(tenant)),
  }),
  mounts: [`${CUSTOM_FOLDER}:${CUSTOM_FOLDER}:z`],
  seeds: customFiles,
  after: ["rtpengine"],
  stop: { timeout: 20 },
  impact: "calls",
  probes: ({ voice }) => [{ kind: "sip", title: "SIP OPTIONS", host: voice.lan, port: PORTS.asterisk }],
  probeTimeout: 60,
};
