/** Every variable of every container of a self-hosted tenant, against the images' contract. */
import { describe, expect, test } from "vitest";
import { HOST_KEYS } from "../../src/inventory/testing.ts";
import type { Changes } from "../../src/inventory/testing.ts";
import {
  asterisk,
  ASTERISK_LOCATION,
  commitOf,
  django as common,
  environments,
  exporter,
  kamailio,
  nginx,
  type Variables,
} from "./environment.ts";

const changes: Changes = { app: { prometheus_enable: true } };
const onLan = environments(changes);
const django = { ...common, OML_COMMIT: commitOf(changes, "latest") };

describe("self-hosted in a LAN", () => {
  test.each<readonly [string, Variables]>([
    ["minio", { MINIO_ROOT_USER: "minio", MINIO_ROOT_PASSWORD: "minio-secret-2" }],
    ["redis", { REDISGEARS_VERSION: "1.0.9" }],
    [
      "postgresql",
      {
        PGHOSTHA: "False",
        PGHOSTRO: "",
        POSTGRES_USER: "omnileads",
        POSTGRES_PASSWORD: "pg-secret-1",
        POSTGRES_DB: "omnileads",
      },
    ],
    ["rtpengine", { WAN_IP: "10.0.0.2", LAN_IP: "10.0.0.2", ENV: "lan" }],
    ["kamailio", { ...kamailio, SHM_SIZE: "64", PKG_SIZE: "8" }],
    [
      "websockets",
      {
        EVENT_LOOP: "uvloop",
        LOGGERS: "DEBUG:fts.oml.services.websockets;INFO:websockets.server",
        DEBUG_EVENT_LOOP: "off",
        BIND_ADDRESS: "10.0.0.1:8000",
        REDIS_HOST: "redis://10.0.0.1",
      },
    ],
    ["asterisk", asterisk],
    ["omnileads", { ...django, CRON_ENABLE: "false", ASTERISK_LOCATION, S3_ENDPOINT: "https://10.0.0.1" }],
    ["daphne", { ...django, DAPHNE_ENABLE: "True", S3_ENDPOINT: "https://10.0.0.1" }],
    ["cron", { ...django, S3_ENDPOINT: "http://10.0.0.1:9000" }],
    ["nginx", { ...nginx, S3_ENDPOINT: "http://10.0.0.1:9000" }],
    ["prometheus_node_exporter", {}],
    ["prometheus_redis", { REDIS_ADDR: "localhost:6379" }],
    ["prometheus_postgres", { ...exporter, DATA_SOURCE_URI: "localhost:5432/omnileads?sslmode=disable" }],
  ])("%s", (name, expected) => expect(onLan[name]).toEqual(expected));

  test("that is every component", () => expect(Object.keys(onLan)).toHaveLength(14));
});

describe("the address browsers fetch recordings from", () => {
  const address = (vars: Record<string, unknown>) => {
    const app = { ansible_host: "190.19.111.22" };
    const { omnileads, daphne, cron } = environments({
      vars,
      app,
      sources: { knownHosts: { path: "known_hosts", text: `* ${HOST_KEYS[0]}\n` } },
    });
    return [omnileads, daphne, cron].map((variables) => variables?.["S3_ENDPOINT"]);
  };
  const direct = "http://10.0.0.1:9000";

  test.each([
    [{ bucket_url: "https://s3.example", fqdn: "pbx.example" }, "https://s3.example", "https://s3.example"],
    [{ fqdn: "pbx.example", infra_env: "cloud" }, "https://pbx.example", direct],
    [{ infra_env: "cloud" }, "https://190.19.111.22", direct],
    [{ infra_env: "lan" }, "https://10.0.0.1", direct],
  ])("%j", (vars, browsers, programs) => expect(address(vars)).toEqual([browsers, browsers, programs]));
});
