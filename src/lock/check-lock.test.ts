import { describe, expect, it } from "vitest";
import { catalogue } from "../components/catalogue.ts";
import { explain } from "../inventory/explain.ts";
import { aTenant, CLOUD, sourcesOf, type Changes } from "../inventory/testing.ts";
import { readTenant } from "../inventory/read-tenant.ts";
import { imagesByComponent } from "../release/render.ts";
import { checkLock } from "./check-lock.ts";
import { formatLock, type Lock } from "./lock.ts";
import { digestFrom, lockFor } from "./testing.ts";

const PATH = "instances/demo/images.lock.json";

/** What is wrong between the tenant with `changes` and a lock. */
function check(changes: Changes, lock: Lock | undefined) {
  const file = lock && { path: PATH, text: formatLock(lock) };
  const sources = sourcesOf({ ...changes, sources: file === undefined ? {} : { lock: file } });
  const result = readTenant(sources);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return checkLock(sources, result.tenant, imagesByComponent(result.tenant, catalogue));
}

/** The same as `severity code path: message. remedy`. */
const told = (changes: Changes, lock: Lock | undefined): readonly string[] =>
  check(changes, lock).map(
    ({ severity, code, path, message, remedy }) => `${severity} ${code} ${path}: ${message}. ${remedy}`,
  );

const locked = lockFor(aTenant());

/** The lock with one image of a component changed. */
function altered(component: string, change: object, index = 0): Lock {
  const images = locked.components[component] ?? [];
  const changed = images.map((image, position) => (position === index ? { ...image, ...change } : image));
  return { ...locked, components: { ...locked.components, [component]: changed } };
}

describe("checkLock", () => {
  it("finds nothing where the lock is of this inventory", () => expect(told({}, locked)).toEqual([]));

  it("calls a missing lock an error, and says what to type", () => {
    const [problem] = check({}, undefined);
    expect(problem).toMatchObject({ severity: "error", code: "OML0508", file: PATH });
    expect(problem?.remedy).toBe("Run oml lock --tenant demo");
  });

  it("calls it a warning for an example alone: both hosts have addresses of documentation", () => {
    const severityOf = (app: string, voice: string) => {
      const tenant = aTenant();
      const at = (host: typeof tenant.app, address: string) => ({
        ...host,
        connection: { ...host.connection, address },
      });
      const placed = { ...tenant, app: at(tenant.app, app), voice: at(tenant.voice, voice) };
      return checkLock(sourcesOf(), placed, {})[0]?.severity;
    };
    expect(severityOf("192.0.2.11", "203.0.113.4")).toBe("warning");
    expect(severityOf("192.0.2.11", "10.0.0.2")).toBe("error");
    expect(severityOf("192.0.20.1", "192.0.20.2")).toBe("error");
  });

  it("finds a component that was switched on later", () => {
    const changes: Changes = { app: { prometheus_enable: true } };
    expect(told(changes, locked)[0]).toBe(
      "error OML0508 components: does not lock prometheus_node_exporter, which this tenant deploys. " +
        "Run oml lock --tenant demo --component prometheus_node_exporter",
    );
  });

  it("finds what was switched off later", () => {
    const [first, ...rest] = told(CLOUD, locked);
    expect([first, ...rest].length).toBeGreaterThan(1);
    expect(first).toBe(
      "error OML0509 components.minio: locks minio, which this tenant does not deploy. Run oml lock --tenant demo",
    );
  });

  it("finds the tag that the inventory changed", () => {
    const changes: Changes = { vars: { asterisk_version: "face6cfa" } };
    expect(told(changes, locked)).toEqual([
      "error OML0509 components.asterisk.0.tag: locks asterisk at docker.io/omnileads/asterisk:latest, and the inventory says " +
        "docker.io/omnileads/asterisk:face6cfa. Run oml lock --tenant demo --component asterisk",
    ]);
  });

  it("finds an image that is not the catalogue's", () => {
    const lock = altered("nginx", { image: "docker.io/somebody/nginx", digest: digestFrom("other") });
    expect(told({}, lock)).toEqual([
      "error OML0509 components.nginx.0.image: locks docker.io/somebody/nginx:latest for nginx, which now is " +
        "docker.io/omnileads/nginx:latest. Run oml lock --tenant demo --component nginx",
    ]);
  });

  it("finds a step's image that is missing, or one too many", () => {
    const [server] = locked.components["minio"] ?? [];
    if (server === undefined) throw new Error("minio is not locked");
    const few = { ...locked, components: { ...locked.components, minio: [server] } };
    expect(told({}, few)).toEqual([expect.stringContaining("OML0508 components.minio: does not lock minio")]);
    const other = { ...server, image: "quay.io/minio/other", digest: digestFrom("other") };
    const images = [...(locked.components["minio"] ?? []), other];
    const many = { ...locked, components: { ...locked.components, minio: images } };
    expect(told({}, many)).toEqual([
      expect.stringContaining(
        "OML0509 components.minio.2: locks quay.io/minio/other:latest, which minio does not use",
      ),
    ]);
  });

  it("finds the digest of another image, at both", () => {
    const kamailio = locked.components["kamailio"]?.[0]?.digest;
    expect(told({}, altered("asterisk", { digest: kamailio }))).toEqual([
      expect.stringContaining(
        "OML0510 components.asterisk.0.digest: is also the digest of docker.io/omnileads/kamailio",
      ),
      expect.stringContaining(
        "OML0510 components.kamailio.0.digest: is also the digest of docker.io/omnileads/asterisk",
      ),
    ]);
  });

  it("finds two digests of one tag", () => {
    expect(told({}, altered("daphne", { digest: digestFrom("another") }))).toEqual([
      expect.stringMatching(
        /OML0510 components\.daphne\.0\.digest: is not the digest that \w+ has for docker/,
      ),
    ]);
  });

  it("names the same command in Spanish", () => {
    const [problem] = check({}, undefined);
    expect(problem && explain(problem, "es").remedy).toBe("Ejecute oml lock --tenant demo");
  });
});
