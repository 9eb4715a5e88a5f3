import type { Component } from "./component.ts";
import { exporterProbe } from "./exporter.ts";

/** Metrics of a host, for a Prometheus elsewhere. */
export const prometheusNodeExporter: Component = {
  name: "prometheus_node_exporter",
  placement: { app: "edge", voice: "voice" },
  image: "docker.io/prom/node-exporter",
  tag: ({ extras }) => extras.images.node_exporter,
  isDeployed: ({ settings }) => settings.prometheus_enable,
  unit: "prometheus_node_exporter.service",
  container: "oml-prometheus_node_exporter-server",
  envFile: "/etc/default/prometheus_node_exporter.env",
  env: () => ({}),
  after: [],
  stop: { timeout: 10 },
  impact: "none",
  probes: () => [exporterProbe(9100)],
  probeTimeout: 60,
};
