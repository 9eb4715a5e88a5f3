import { describe, expect, test } from "vitest";
import { catalogue } from "../components/catalogue.ts";
import { aTenant, CLOUD } from "../inventory/testing.ts";
import { secretsOf } from "../inventory/secrets.ts";
import { fill } from "./fill.ts";
import { imagesOf, render } from "./render.ts";
import { selectComponents } from "./select.ts";
import { componentOf, digestsFor, releaseOf } from "./testing.ts";

const names = (components: readonly { readonly name: string }[]) => components.map(({ name }) => name);
const selfHosted = aTenant();
const cloud = aTenant(CLOUD);

describe("a release", () => {
  test("has every component in apply order, phase after phase", () => {
    const { app, voice } = releaseOf(aTenant({ app: { prometheus_enable: true } }));
    expect(names(app.components)).toEqual([
      "minio",
      "redis",
      "postgresql",
      "omnileads",
      "kamailio",
      "websockets",
      "daphne",
      "cron",
      "nginx",
      "prometheus_node_exporter",
      "prometheus_redis",
      "prometheus_postgres",
    ]);
    expect(names(voice.components)).toEqual(["rtpengine", "asterisk", "prometheus_node_exporter"]);
    const phases = app.components.map(({ phase }) => phase);
    expect(phases).toEqual([...phases].sort((a, b) => Number(a === "edge") - Number(b === "edge")));
    expect(new Set(voice.components.map(({ phase }) => phase))).toEqual(new Set(["voice"]));
  });

  test("has no database and no object storage where a provider's are named, nor exporters unasked", () => {
    expect(names(releaseOf(cloud).app.components)).toEqual([
      "redis",
      "omnileads",
      "kamailio",
      "websockets",
      "daphne",
      "cron",
      "nginx",
    ]);
  });

  test("needs the client's image only to set up MinIO", () => {
    const client = { image: "quay.io/minio/mc", tag: "latest" };
    expect(imagesOf(selfHosted, catalogue)).toContainEqual(client);
    expect(imagesOf(cloud, catalogue)).not.toContainEqual(client);
    const images = imagesOf(selfHosted, catalogue).map(({ image, tag }) => `${image}:${tag}`);
    expect(new Set(images).size).toBe(images.length);
  });

  test("is not rendered with a digest missing", () => {
    expect(() => render(selfHosted, new Map(), catalogue)).toThrow(
      "no digest was given for quay.io/minio/minio:latest",
    );
  });

  test("makes data services ready before the application starts, self-hosted or not", () => {
    const own = releaseOf(selfHosted);
    expect(componentOf(own, "postgresql").after).toMatchObject([{ kind: "database", managed: false }]);
    expect(componentOf(own, "minio").after).toMatchObject([
      { kind: "bucket", managed: false, admin_user: "minio" },
    ]);
    expect(componentOf(own, "omnileads").before).toEqual([]);
    const { before } = componentOf(releaseOf(cloud), "omnileads");
    expect(before).toMatchObject([
      { kind: "database", managed: true },
      { kind: "bucket", managed: true },
    ]);
    expect(before).toEqual(releaseOf(cloud).app.marks);
    expect(before[1]).not.toHaveProperty("admin_user");
  });

  test("marks the volumes that hold data, and no others", () => {
    const { app, voice } = releaseOf(selfHosted);
    const volumes = [...app.components, ...voice.components].flatMap((component) => component.volumes);
    expect(volumes.sort()).toEqual(["oml_minio", "oml_postgres", "oml_redis"]);
  });

  test("gives migrations the time tenant.yml allows", () => {
    const tenantFile = { path: "tenant.yml", text: "migration_timeout: 90" };
    const { busy, busy_timeout } = componentOf(releaseOf(aTenant({ sources: { tenantFile } })), "omnileads");
    expect({ busy, busy_timeout }).toEqual({ busy: ["manage.py", "migrate"], busy_timeout: 5400 });
  });

  test("gives components the time to prove themselves that tenant.yml says, else each its own", () => {
    const tenantFile = { path: "tenant.yml", text: "health_timeout: 300" };
    const release = releaseOf(aTenant({ sources: { tenantFile } }));
    expect(new Set(release.app.components.map(({ probe_timeout }) => probe_timeout))).toEqual(new Set([300]));
    expect(componentOf(releaseOf(aTenant()), "omnileads").probe_timeout).toBe(120);
  });

  test("names the certificate after everything browsers may type", () => {
    const vars = { fqdn: "pbx.example" };
    const app = { omni_ip_wan: "190.19.111.22" };
    expect(releaseOf(aTenant({ vars, app })).app.certificates).toEqual({
      files: [],
      selfsigned: { names: ["pbx.example", "10.0.0.1", "190.19.111.22"] },
      readers: ["kamailio", "nginx"],
    });
  });

  test("says where calls are counted", () => {
    expect(releaseOf(selfHosted).voice.calls).toEqual({
      ami: { host: "10.0.0.2", port: 5038, user: "omniami", password: [{ secret: "ami_password" }] },
      rtpengine: { host: "10.0.0.2", port: 22222 },
    });
  });
});

describe("the fingerprint", () => {
  const fingerprint = (vars: Record<string, unknown>) => releaseOf(aTenant({ vars })).fingerprint;

  test("is 64 hex digits, the same each time, and in both states", () => {
    const release = releaseOf(selfHosted);
    expect(release.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(release.fingerprint).toBe(fingerprint({}));
    expect([release.app.release, release.voice.release]).toEqual([release.fingerprint, release.fingerprint]);
  });

  test("follows every setting and every digest, and no secret's value", () => {
    expect(fingerprint({ SCA: 60 })).not.toBe(fingerprint({}));
    expect(fingerprint({ postgres_password: "another-secret" })).toBe(fingerprint({}));
    const digests = new Map(digestsFor(selfHosted)).set(
      "docker.io/omnileads/nginx:latest",
      `sha256:${"0".repeat(64)}`,
    );
    expect(render(selfHosted, digests, catalogue).fingerprint).not.toBe(fingerprint({}));
  });
});

describe("filling", () => {
  const result = secretsOf(selfHosted);
  const secrets = result.ok ? result.secrets : new Map<string, string>();

  test("replaces every slot and lists what it used", () => {
    const { app } = releaseOf(selfHosted);
    const filled = fill(app, secrets);
    expect(JSON.stringify(filled)).not.toContain('{"secret"');
    const env = filled.components.find(({ name }) => name === "postgresql")?.files[0]?.content;
    expect(env).toContain("\nPOSTGRES_PASSWORD=pg-secret-1\n");
    expect(filled.marks[0]).toMatchObject({ password: "pg-secret-1" });
    expect([...(filled.secrets ?? [])].sort()).toEqual([...secrets.values()].sort());
  });

  test("leaves everything else as it was", () => {
    const { voice } = releaseOf(selfHosted);
    const filled = fill(voice, secrets);
    const [asterisk] = filled.components.filter(({ name }) => name === "asterisk");
    expect(asterisk?.command).toEqual(componentOf(releaseOf(selfHosted), "asterisk").command);
    expect(asterisk?.seeds).toHaveLength(45);
    expect(asterisk?.seeds[0]?.content).toBe("");
  });

  test("fails where a secret is missing", () => {
    expect(() => fill(releaseOf(selfHosted).app, new Map())).toThrow(/no secret was given for the slot/);
  });
});

test("a selection keeps the order, is not complete and has a fingerprint of its own", () => {
  const release = releaseOf(selfHosted);
  const selected = selectComponents(release, ["nginx", "asterisk", "redis"]);
  expect(names(selected.app.components)).toEqual(["redis", "nginx"]);
  expect(names(selected.voice.components)).toEqual(["asterisk"]);
  expect([selected.app.complete, selected.voice.complete]).toEqual([false, false]);
  expect(selected.app.release).toBe(selected.fingerprint);
  expect(selected.fingerprint).not.toBe(release.fingerprint);
});
