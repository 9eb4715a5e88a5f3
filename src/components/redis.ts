import type { Component } from "./component.ts";
import { PORTS } from "./endpoints.ts";

/** Redis with Gears: sessions, queues, agents' states. */
export const redis: Component = {
  name: "redis",
  placement: { app: "foundation" },
  image: "docker.io/redislabs/redisgears",
  tag: ({ extras }) => extras.images.redis,
  unit: "redis.service",
  container: "oml-redis-server",
  envFile: "/etc/default/redis.env",
  env: ({ extras }) => ({ REDISGEARS_VERSION: extras.images.redis }),
  mounts: ["oml_redis:/data"],
  dataVolumes: ["oml_redis"],
  after: [],
  stop: { timeout: 30 },
  impact: "data",
  probes: ({ app }) => [{ kind: "redis", title: "Redis PING", host: app.lan, port: PORTS.redis }],
  probeTimeout: 60,
};
