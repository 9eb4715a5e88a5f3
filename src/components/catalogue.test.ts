import { expect, test } from "vitest";
import { aTenant } from "../inventory/testing.ts";
import { catalogue } from "./catalogue.ts";

const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);

test("names, units, containers and environment files are each a component's own", () => {
  unique(catalogue.map(({ name }) => name));
  unique(catalogue.map(({ unit }) => unit));
  unique(catalogue.map(({ container }) => container));
  unique(catalogue.map(({ envFile }) => envFile));
});

test("units start after components that exist on the same host and come earlier", () => {
  for (const [index, component] of catalogue.entries()) {
    const earlier = catalogue.slice(0, index);
    for (const name of component.after) {
      const other = earlier.find((candidate) => candidate.name === name);
      expect(Object.keys(other?.placement ?? {})).toEqual(Object.keys(component.placement));
    }
  }
});

test.each(catalogue.map((component) => [component.name, component] as const))(
  "%s proves itself with a titled probe",
  (_, component) => {
    const probes = component.probes(aTenant());
    expect(probes.length).toBeGreaterThan(0);
    unique(probes.map(({ title }) => title));
    expect(component.probeTimeout).toBeGreaterThanOrEqual(30);
  },
);

test("the units and containers are upstream's, but for cron", () => {
  const units = Object.fromEntries(catalogue.map(({ unit, container }) => [unit, container]));
  expect(units).toEqual({
    "minio.service": "oml-minio-server",
    "redis.service": "oml-redis-server",
    "postgresql.service": "oml-postgresql-server",
    "rtpengine.service": "oml-rtpengine-server",
    "kamailio.service": "oml-kamailio-server",
    "websockets.service": "oml-websockets-server",
    "asterisk.service": "oml-asterisk-server",
    "omnileads.service": "oml-django-server",
    "daphne.service": "oml-daphne-server",
    "omlcron.service": "oml-cron-server",
    "nginx.service": "oml-nginx-server",
    "prometheus_node_exporter.service": "oml-prometheus_node_exporter-server",
    "prometheus_redis.service": "oml-prometheus-redis",
    "prometheus_postgres.service": "oml-prometheus-postgres",
  });
});
