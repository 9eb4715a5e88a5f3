import type { Component } from "./component.ts";
import { PORTS } from "./endpoints.ts";
import { exporterProbe } from "./exporter.ts";

/** Metrics of Redis, for a Prometheus elsewhere. */
export const prometheusRedis: Component = {
  name: "prometheus_redis",
  placement: { app: "edge" },
  image: "docker.io/oliver006/redis_exporter",
  tag: ({ extras }) => extras.images.redis_exporter,
  isDeployed: ({ settings }) => settings.prometheus_enable,
  unit: "prometheus_redis.service",
  container: "oml-prometheus-redis",
  envFile: "/etc/default/prometheus_redis.env",
  env: () => ({ REDIS_ADDR: `localhost:${PORTS.redis}` }),
  after: ["redis"],
  stop: { timeout: 10 },
  impact: "none",
  probes: () => [exporterProbe(9121)],
  probeTimeout: 60,
};
