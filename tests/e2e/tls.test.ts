/** Every connection to a database service is TLS: nothing connects to one that takes connections in clear alone. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { onHost } from "../../lab/lab.ts";
import { catalogue } from "../../src/components/catalogue.ts";
import { Fleet, inLab } from "./fleet.ts";
import { eventually } from "./observe.ts";
import { opens, Sets } from "./sets.ts";

const fleet = new Fleet(["acme"]);
const HOSTS = ["acme-app", "acme-voice"] as const;
const ACCESS = "/etc/postgresql/15/main/pg_hba.conf";
const LOG = "/var/log/postgresql/postgresql-15-main.log";

/** Runs a script on the cloud's machine and gives what it printed; throws where it fails. */
async function onCloud(script: string): Promise<string> {
  const { code, stdout, stderr } = await onHost("cloud", ["bash", "-euc", script]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** Settings of the server, which a running one takes up. */
async function setServer(...statements: readonly string[]): Promise<void> {
  const words = [...statements, "select pg_reload_conf()"].map((statement) => `-c "${statement}"`).join(" ");
  await onCloud(`runuser -u postgres -- psql -qXAt ${words} >/dev/null; sleep 1`);
}

/** How long the server's log is. */
const logLength = async (): Promise<number> => Number(await onCloud(`wc -l <${LOG}`));

/** What came of those who tried to connect since the server's log was so long. */
async function triesSince(length: number): Promise<{ readonly tried: boolean; readonly connected: boolean }> {
  const lines = await onCloud(`tail -n +${length + 1} ${LOG}`);
  return {
    tried: lines.includes("connection received: host=192.0.2.2"),
    // The server's own superuser does not come over the network.
    connected: /connection authorized: user=(?!postgres )/.test(lines),
  };
}

/** Waits until somebody tried, and long enough that a connection would be there; `nudge` has it try. */
async function outcomeSince(length: number, nudge?: () => Promise<unknown>): ReturnType<typeof triesSince> {
  await eventually(async () => {
    await nudge?.();
    return (await triesSince(length)).tried;
  }, 60);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  return triesSince(length);
}

/** The units whose containers are given the database's address, each with its host. */
async function clients(): Promise<readonly (readonly [(typeof HOSTS)[number], string])[]> {
  const found = HOSTS.map(async (host) => {
    const format = "{{.Name}} {{.Config.Env}}";
    const shown = await onHost(host, [
      "sh",
      "-c",
      `podman inspect --format '${format}' $(podman ps --quiet)`,
    ]);
    const lines = shown.stdout.split("\n").filter((line) => line.includes("db.cloud.example"));
    return lines.map((line) => {
      const component = catalogue.find(({ container }) => line.startsWith(`${container} `));
      return [host, component?.unit ?? line] as const;
    });
  });
  return (await Promise.all(found)).flat();
}

const CLIENTS = [
  ["acme-app", "omnileads.service"],
  ["acme-app", "daphne.service"],
  ["acme-app", "omlcron.service"],
  ["acme-app", "prometheus_postgres.service"],
  ["acme-voice", "asterisk.service"],
] as const;
const all = async (verb: "start" | "stop"): Promise<void> => {
  for (const [host, unit] of CLIENTS) await onHost(host, ["systemctl", verb, unit]);
};
const IN_VAIN = { tried: true, connected: false };

beforeAll(async () => {
  await fleet.converge("acme", "--retry", ...opens("acme"));
  expect(new Set(await clients())).toEqual(new Set(CLIENTS));
  await all("stop");
  await onCloud(`sed -i '$ a host all all 0.0.0.0/0 scram-sha-256' ${ACCESS}`);
  await setServer("alter system set log_connections = on", "alter system set ssl = off");
});
afterEach(() => all("stop"));
afterAll(async () => {
  await onCloud(`sed -i '/^host all/d' ${ACCESS}`);
  await setServer("alter system reset log_connections", "alter system reset ssl");
  await all("start");
  fleet.remove();
});

test("the server takes a connection in clear", async () => {
  const before = await logLength();
  await onHost("acme-voice", ["systemctl", "start", "asterisk"]);
  const psql = ["--env", "PGSSLMODE=prefer", "oml-asterisk-server", "psql", "-c", "select 1"];
  const connects = async (): Promise<boolean> =>
    (await onHost("acme-voice", ["podman", "exec", ...psql])).code === 0;
  expect(await eventually(connects, 60)).toBe(true);
  expect(await triesSince(before)).toEqual({ tried: true, connected: true });
});

test.each(CLIENTS)("on %s, %s does not", async (host, unit) => {
  const before = await logLength();
  await onHost(host, ["systemctl", "start", unit]);
  // The exporter connects when it is asked for its numbers.
  const numbers = ["curl", "-sm", "5", "-o", "/dev/null", "http://192.0.2.21:9187/metrics"];
  expect(await outcomeSince(before, () => inLab(numbers))).toEqual(IN_VAIN);
});

test.each(["status", "backup"])("nor does oml %s", async (verb) => {
  const before = await logLength();
  const run = await inLab(new Sets(fleet).argv(verb, "acme"));
  expect(run.code, run.stdout + run.stderr).toBe(1);
  expect(await triesSince(before)).toEqual(IN_VAIN);
});
