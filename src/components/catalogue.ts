/** All components, in the order of a deploy. */
import { asterisk } from "./asterisk.ts";
import type { Component } from "./component.ts";
import { cron } from "./cron.ts";
import { daphne } from "./daphne.ts";
import { kamailio } from "./kamailio.ts";
import { minio } from "./minio.ts";
import { nginx } from "./nginx.ts";
import { omnileads } from "./omnileads.ts";
import { postgresql } from "./postgresql.ts";
import { prometheusNodeExporter } from "./prometheus-node-exporter.ts";
import { prometheusPostgres } from "./prometheus-postgres.ts";
import { prometheusRedis } from "./prometheus-redis.ts";
import { redis } from "./redis.ts";
import { rtpengine } from "./rtpengine.ts";
import { websockets } from "./websockets.ts";

/** The catalogue, in apply order across both hosts. */
export const catalogue: readonly Component[] = [
  minio,
  redis,
  postgresql,
  omnileads,
  rtpengine,
  asterisk,
  kamailio,
  websockets,
  daphne,
  cron,
  nginx,
  prometheusNodeExporter,
  prometheusRedis,
  prometheusPostgres,
];
