/** The cloud tenant, and the mistakes that would put an empty database over a living one. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { onHost } from "../../lab/lab.ts";
import { Fleet, ROOT } from "./fleet.ts";
import { allInvocations, restarted } from "./observe.ts";
import { join } from "node:path";

const fleet = new Fleet(["demo", "acme"]);
const vault = ["--vault-password-file", join(ROOT, "instances", "acme", "vault-password.example")];

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await fleet.converge("acme", "--retry", ...vault);
});
afterAll(() => fleet.remove());

/** What runs at acme, each start of a container by its own id; throws where a host runs nothing. */
async function running(): Promise<readonly string[]> {
  const listed = ["acme-app", "acme-voice"].map(async (host) => {
    const argv = ["podman", "ps", "--no-trunc", "--format", "{{.Names}} {{.ID}}", "--sort", "names"];
    const { stdout } = await onHost(host as "acme-app" | "acme-voice", argv);
    if (stdout.trim() === "") throw new Error(`${host} runs nothing`);
    return stdout;
  });
  return Promise.all(listed);
}

test("acme's hosts run no PostgreSQL and no MinIO", async () => {
  for (const host of ["acme-app", "acme-voice"] as const) {
    const processes = await onHost(host, ["ps", "-e", "-o", "comm="]);
    expect(processes.stdout, host).toMatch(/^conmon$/m);
    expect(processes.stdout, host).not.toMatch(/^(postgres|minio)$/m);
  }
});

test("every connection to acme's database is TLS", async () => {
  const query =
    "select count(*) filter (where ssl), count(*) filter (where not ssl) from pg_stat_ssl join pg_stat_activity using (pid) where datname is not null and client_addr is not null";
  const counted = await onHost("cloud", ["runuser", "-u", "postgres", "--", "psql", "-Atc", query]);
  const [encrypted, clear] = counted.stdout.trim().split("|").map(Number);
  expect(encrypted).toBeGreaterThan(0);
  expect(clear).toBe(0);
});

test.each([
  ["acme-app", "oml-django-server"],
  ["acme-voice", "oml-asterisk-server"],
] as const)("%s asks for TLS whatever the server would take", async (host, container) => {
  const format = "{{range .Config.Env}}{{println .}}{{end}}";
  const { stdout } = await onHost(host, ["podman", "inspect", "--format", format, container]);
  expect(stdout.split("\n")).toContain("PGSSLMODE=require");
});

test("postgres_host commented out is refused and nothing is touched", async () => {
  fleet.edit("acme", (text) => text.replace(/^(\s*)(postgres_(?:host|ssl|ha|ro_host):.*)$/gm, "$1# $2"));
  const before = await running();
  const result = await fleet.deploy("acme", ...vault);
  expect(result, result.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(await running()).toEqual(before);
  expect((await onHost("acme-app", ["systemctl", "is-enabled", "postgresql.service"])).code).not.toBe(0);
});

test("demo's two addresses swapped are refused and nothing is touched", async () => {
  fleet.edit("demo", (text) =>
    text.replaceAll("192.0.2.11", "@@").replaceAll("192.0.2.12", "192.0.2.11").replaceAll("@@", "192.0.2.12"),
  );
  const before = await allInvocations();
  const result = await fleet.deploy("demo");
  expect(result, result.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(result.reason).toContain("is demo's voice host, not its app host");
  expect(restarted(before, await allInvocations())).toEqual([]);
});

test("another tenant's host is refused by what it says of itself", async () => {
  const alone = new Fleet(["demo"]);
  alone.edit("demo", (text) => text.replaceAll("192.0.2.11", "192.0.2.21"));
  const before = await running();
  const result = await alone.deploy("demo");
  alone.remove();
  expect(result, result.reason).toMatchObject({ outcome: "refused", code: 1 });
  expect(result.reason).toContain("the machine at this address belongs to tenant acme");
  expect(await running()).toEqual(before);
});
