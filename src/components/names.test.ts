import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { resolveComponents } from "./names.ts";

test.each<readonly [string, readonly string[] | "all"]>([
  ["asterisk", ["asterisk"]],
  ["prometheus_redis", ["prometheus_redis"]],
  ["all", "all"],
  ["aio", "all"],
  ["django", ["omnileads", "daphne", "cron"]],
  ["pgsql", ["postgresql"]],
  ["voice", ["rtpengine", "asterisk"]],
  ["backing", ["minio", "redis", "postgresql"]],
  ["app", ["omnileads", "kamailio", "websockets", "daphne", "cron", "nginx"]],
  ["observability", ["prometheus_node_exporter", "prometheus_redis", "prometheus_postgres"]],
  ["prometheus", ["prometheus_node_exporter", "prometheus_redis", "prometheus_postgres"]],
])("%s stands for %j", (word, names) => expect(resolveComponents(word)).toEqual({ ok: true, names }));

test.each(["haproxy", "", "Asterisk", "constructor", "asterisk,nginx"])(
  "%j is refused with the valid words",
  (word) => {
    const result = resolveComponents(word);
    expect(!result.ok && result.valid).toEqual(
      expect.arrayContaining(["all", "django", "asterisk", "nginx"]),
    );
  },
);

test("a group names only what the catalogue has, and every component has a word", () => {
  const result = resolveComponents("");
  const names = catalogue.map(({ name }) => name);
  for (const word of result.ok ? [] : result.valid) {
    const resolved = resolveComponents(word);
    const members = resolved.ok && resolved.names !== "all" ? resolved.names : [];
    expect(names).toEqual(expect.arrayContaining([...members]));
  }
  expect(!result.ok && result.valid).toEqual(expect.arrayContaining(names));
});
