import { describe, expect, test } from "vitest";
import type { TenantRecord } from "../fleet/record.ts";
import { CLOUD, sourcesOf } from "../inventory/testing.ts";
import { planTenant } from "./plan-tenant.ts";
import { NO_FACTS } from "./facts.ts";
import { NO_HISTORY } from "./history.ts";
import { aPlanned, changeOf, digestOf, planOf } from "./testing.ts";
import { touchedSecrets } from "./touched.ts";

const NGINX = "docker.io/omnileads/nginx:latest";
const OMLAPP = "docker.io/omnileads/omlapp:latest";
const ASTERISK = "docker.io/omnileads/asterisk:latest";

const RECORD: TenantRecord = {
  tenant: "demo",
  outcome: "deployed",
  commit: "1".repeat(40),
  release: "f",
  finished: "2026-01-01T00:00:00Z",
  since: "2026-01-01T00:00:00Z",
  run: "https://github.example/1",
  reason: "",
};

describe("the class of a tenant", () => {
  test("unchanged: the same files give the same release", () => {
    const plan = planOf({});
    expect(plan).toMatchObject({ class: "unchanged", impacts: ["none"], notes: [] });
    expect(plan.hosts.flatMap(({ components }) => components)).toEqual([]);
    expect(plan.from).toBe(plan.to);
  });

  test("unchanged: a comment in the inventory alters nothing", () => {
    const base = aPlanned();
    const { inventory } = base.sources;
    const sources = { ...base.sources, inventory: { ...inventory, text: `# remember\n${inventory.text}` } };
    expect(planTenant(base, { ...base, sources }).class).toBe("unchanged");
  });

  test("install: there was none; where hosts run OMniLeads already it becomes an adoption", () => {
    const plan = planTenant(undefined, aPlanned());
    expect(plan).toMatchObject({ class: "install", from: null, impacts: ["none"] });
    expect(changeOf(plan, "asterisk")).toMatchObject({ class: "install", effect: "install" });
    expect(plan.notes.join()).toContain("are adopted");
  });

  test("adopt: records know that the hosts run it although its folder was gone", () => {
    expect(planTenant(undefined, aPlanned(), { ...NO_FACTS, records: [RECORD] }).class).toBe("adopt");
  });

  test("install under another name: the hosts bear the old one and will refuse", () => {
    const plan = planTenant(undefined, aPlanned(), { ...NO_FACTS, renamedFrom: "acme" });
    expect(plan.notes.join()).toMatch(/those of acme.*will be refused/);
  });

  test("removed: no host is touched", () => {
    const plan = planTenant(aPlanned(), undefined);
    expect(plan).toMatchObject({ class: "removed", to: null, hosts: [], impacts: ["none"] });
    expect(plan.notes.join()).toContain("No host is touched");
  });

  test("upgrade: an image that was never locked before", () => {
    const plan = planOf({}, { digests: { [NGINX]: digestOf("a") } });
    expect(plan).toMatchObject({ class: "upgrade", impacts: ["web"] });
    const { image, ...nginx } = changeOf(plan, "nginx");
    expect(nginx).toMatchObject({ class: "upgrade", effect: "restart", unit: false, environment: [] });
    expect(image).toMatchObject({ from: { tag: "latest" }, to: { tag: "latest", digest: digestOf("a") } });
    expect(plan.hosts.flatMap(({ components }) => components)).toHaveLength(1);
  });

  test("rollback: an image that was locked before the present one was", () => {
    const now =
      changeOf(planOf({}, { digests: { [NGINX]: digestOf("a") } }), "nginx").image?.from?.digest ?? "";
    const history = { digests: new Map([["nginx", [digestOf("a"), now, digestOf("b")]]]), states: [] };
    const to = (digit: string) =>
      planOf({}, { digests: { [NGINX]: digestOf(digit) } }, { ...NO_FACTS, history }).class;
    expect([to("a"), to("b"), to("c")]).toEqual(["rollback", "upgrade", "upgrade"]);
  });

  test("rollback: the folder is what it was before; what came back again is not one", () => {
    const states = ["one", "two", "one"].map((state, index) => ({ state, commit: `${index}`.repeat(40) }));
    const facts = { records: [], history: { ...NO_HISTORY, states } };
    const back = planOf({ vars: { SCA: 7200 } }, {}, { ...facts, states: { base: "two", head: "one" } });
    expect(back.class).toBe("rollback");
    expect(back.notes.join()).toContain("222222222222");
    const again = planOf({ vars: { SCA: 7200 } }, {}, { ...facts, states: { base: "one", head: "two" } });
    expect(again.class).toBe("reconfigure");
  });

  test("reconfigure: the same images with other settings", () => {
    const plan = planOf({ vars: { SCA: 7200 } });
    expect(plan.class).toBe("reconfigure");
    expect(changeOf(plan, "omnileads")).toMatchObject({
      class: "reconfigure",
      effect: "restart",
      migrates: false,
      environment: [{ how: "changed" }],
    });
    expect(plan.impacts).not.toContain("migrations");
  });
});

describe("what people notice", () => {
  test.each([
    [ASTERISK, ["calls"]],
    [NGINX, ["web"]],
    ["docker.io/omnileads/postgres:13", ["data"]],
  ])("of another image of %s", (name, impacts) => {
    expect(planOf({}, { digests: { [name]: digestOf("a") } }).impacts).toEqual(impacts);
  });

  test("another image of omlapp may migrate the database, at the one component that does", () => {
    const plan = planOf({}, { digests: { [OMLAPP]: digestOf("a") } });
    expect(plan.impacts).toEqual(expect.arrayContaining(["migrations", "web"]));
    expect(changeOf(plan, "omnileads").migrates).toBe(true);
    expect(changeOf(plan, "daphne").migrates).toBe(false);
  });

  test("exporters that come or go are noticed by nobody", () => {
    const plan = planOf({ app: { prometheus_enable: true } });
    expect(changeOf(plan, "prometheus_redis").class).toBe("install");
    expect(plan.impacts).toEqual(["none"]);
  });

  test("a data service that leaves stops, and keeps its volumes", () => {
    const plan = planOf(CLOUD);
    expect(changeOf(plan, "postgresql")).toMatchObject({ class: "removed", effect: "stop" });
    expect(plan.impacts).toContain("data");
    expect(plan.notes.join()).toMatch(/volumes left in place: .*postgresql/);
  });
});

describe("what changes at a component", () => {
  test("a time zone prepares the hosts again", () => {
    const plan = planOf({ vars: { TZ: "Europe/Madrid" } });
    expect(plan.hosts.map(({ preparation }) => preparation)).toEqual([true, true]);
    expect(changeOf(plan, "asterisk").environment).toContainEqual({ name: "TZ", how: "changed" });
  });

  test("other preparation alone restarts nothing", () => {
    const plan = planOf({}, { prepared: "p2" });
    expect(plan).toMatchObject({ class: "reconfigure", impacts: ["none"] });
    expect(plan.hosts.flatMap(({ components }) => components)).toEqual([]);
  });

  test("a secret is touched at its readers, and its value is nowhere", () => {
    const plan = planOf({ vars: { ami_password: "another-secret-7" } });
    expect(changeOf(plan, "asterisk")).toMatchObject({ secrets: ["ami_password"], environment: [] });
    expect(plan.from).toBe(plan.to);
    expect(JSON.stringify(plan)).not.toMatch(/another-secret-7|ami-secret-5/);
  });

  test("a certificate's names restart its readers", () => {
    const plan = planOf({ vars: { fqdn: "cc.example.org" } });
    expect(plan.hosts[0]?.certificates).toBe(true);
    expect(changeOf(plan, "nginx").certificates).toBe(true);
    expect(changeOf(plan, "kamailio").certificates).toBe(true);
  });

  test("a longer time for migrations restarts nothing", () => {
    const tenantFile = { path: "tenant.yml", text: "migration_timeout: 90" };
    const plan = planOf({ sources: { tenantFile } });
    expect(changeOf(plan, "omnileads")).toMatchObject({ effect: "none", checks: true });
    expect(plan).toMatchObject({ class: "reconfigure", impacts: ["none"] });
    expect(plan.notes.join()).toContain("migration_timeout");
  });

  test("another tag of the same image restarts nothing", () => {
    const was = aPlanned();
    const old = changeOf(planTenant(undefined, was), "nginx").image?.to?.digest ?? "";
    const plan = planOf(
      { vars: { nginx_version: "240101" } },
      { digests: { "docker.io/omnileads/nginx:240101": old } },
    );
    expect(changeOf(plan, "nginx")).toMatchObject({ class: "reconfigure", effect: "none" });
  });

  test("a host at another address is told of", () => {
    const known = sourcesOf().knownHosts?.text.replace("10.0.0.2", "10.0.0.7") ?? "";
    const knownHosts = { path: "instances/demo/known_hosts", text: known };
    const plan = planOf({ voice: { ansible_host: "10.0.0.7" }, sources: { knownHosts } });
    expect(plan.notes.join()).toContain("omnileads-voice is reached at another address");
  });

  test("a unit that only the toolkit changes counts, the image in it does not", () => {
    const base = aPlanned();
    const { app } = base.release;
    const components = app.components.map((component) =>
      component.name === "nginx"
        ? {
            ...component,
            files: component.files.map((file) => ({ ...file, content: [...file.content, "# new\n"] })),
          }
        : component,
    );
    const plan = planTenant(base, { ...base, release: { ...base.release, app: { ...app, components } } });
    expect(changeOf(plan, "nginx")).toMatchObject({ class: "reconfigure", unit: true, effect: "restart" });
  });

  test("an image that is not locked leaves the release without a fingerprint", () => {
    const base = aPlanned();
    const { lock } = base.sources;
    const head = aPlanned({ vars: { nginx_version: "240101" }, sources: lock ? { lock } : {} });
    const plan = planTenant(base, head);
    expect(plan.to).toBeNull();
    expect(changeOf(plan, "nginx")).toMatchObject({ class: "upgrade", effect: "restart" });
    expect(plan.notes.join()).toContain("npx oml lock --tenant demo");
  });
});

describe("touched secrets", () => {
  const vaulted = (hex: string) =>
    sourcesOf().inventory.text.replace(
      "ami_password: ami-secret-5",
      `ami_password: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        ${hex}\n        3030`,
    );
  const withText = (text: string) => ({ ...sourcesOf(), inventory: { path: "i.yml", text } });

  test("are those whose vaulted text differs in any line", () => {
    const base = withText(vaulted("3131"));
    expect([...touchedSecrets(base, withText(vaulted("3132")))]).toEqual(["ami_password"]);
    expect([...touchedSecrets(base, base)]).toEqual([]);
  });

  test("are not those that only move or are indented otherwise", () => {
    const text = vaulted("3131");
    const moved = `# a comment\n${text.replaceAll("\n        3", "\n          3").replace("\n        $", "\n          $")}`;
    expect([...touchedSecrets(withText(text), withText(moved))]).toEqual([]);
  });

  test("a clear one that becomes vaulted is touched", () => {
    expect([...touchedSecrets(sourcesOf(), withText(vaulted("3131")))]).toEqual(["ami_password"]);
  });

  test("the certificate's key is one", () => {
    const key = (text: string) => ({ ...sourcesOf(), key: { path: "key.pem", text } });
    expect([...touchedSecrets(key("a"), key("b"))]).toEqual(["key.pem"]);
  });
});
