/** What tests do with backup sets: take, list and prove them by the real `oml`, and damage them where they lie. */
import { join } from "node:path";
import { expect } from "vitest";
import type { HostName } from "../../lab/addresses.ts";
import { onHost } from "../../lab/lab.ts";
import type { BackupSet } from "../../src/backup/set.ts";
import { finish, inLab, killAll, ROOT, start, type Fleet, type Run } from "./fleet.ts";

/** The report of a command about sets. */
export interface SetReport {
  readonly outcome: string;
  readonly reason: string;
  readonly set: string | null;
  readonly rows: number;
  readonly verified: boolean;
}

/** Where a customer's own dialplan lies. */
export const DIALPLAN = "/etc/asterisk/custom/oml_extensions_custom.conf";

const VAULT = ["--vault-password-file", join(ROOT, "instances", "acme", "vault-password.example")];

/** What opens a tenant's vault. */
export const opens = (tenant: string): readonly string[] => (tenant === "acme" ? VAULT : []);

/** The backup sets of a fleet's tenants. */
export class Sets {
  readonly #fleet: Fleet;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** The argv of a command about a tenant's sets. */
  argv(verb: string, tenant: string, ...args: readonly string[]): string[] {
    return this.#fleet.argv(verb, "--tenant", tenant, ...opens(tenant), ...args);
  }

  /** Runs one of the commands and reads its report. */
  async run(verb: string, tenant: string, ...args: readonly string[]): Promise<SetReport & Run> {
    const run = await inLab(this.argv(verb, tenant, "--format", "json", ...args));
    return { ...(JSON.parse(run.stdout || "{}") as SetReport), ...run };
  }

  /** Begins one of the commands about demo, and kills it with all it started once a shell's condition holds on the app host. */
  async loseRunner(condition: string, verb: string, ...args: readonly string[]): Promise<void> {
    const runner = start(this.argv(verb, "demo", ...args));
    const lost = finish(runner);
    const came = await bash(
      `timeout 120 bash -c ${JSON.stringify(`until ${condition}; do sleep 0.05; done`)}`,
    );
    killAll(runner);
    expect(came.code, condition).toBe(0);
    expect((await lost).code).not.toBe(0);
  }

  /** The table for people. */
  async table(tenant: string): Promise<string> {
    return (await inLab(this.argv("backups", tenant))).stdout;
  }

  /** A tenant's sets, the newest first. */
  async all(tenant: string): Promise<readonly BackupSet[]> {
    const { stdout } = await inLab(this.argv("backups", tenant, "--format", "json"));
    return (JSON.parse(stdout) as { sets: readonly BackupSet[] }).sets;
  }

  /** Their ids. */
  async list(tenant: string): Promise<readonly string[]> {
    return (await this.all(tenant)).map(({ id }) => id);
  }

  /** Takes a set and fails unless it is proved; its id. */
  async take(tenant: string): Promise<string> {
    const taken = await this.run("backup", tenant);
    expect(taken, `${taken.reason}\n${taken.stderr}`).toMatchObject({ outcome: "backed-up", code: 0 });
    return taken.set ?? "";
  }
}

/** Runs a script on the cloud's machine with MinIO's client as `$M` and acme's repository as `$R`. */
export const inBucket = (script: string) => {
  const settings = 'set -a; . /etc/oml-lab/mc.env; HOME=/root; M="/opt/oml-lab/mc --quiet"';
  return onHost("cloud", [
    "bash",
    "-c",
    `${settings}; R=cloud/acme-backups/oml-backups/acme; set -e; ${script}`,
  ]);
};

/** Asks a database of demo's server. */
export const sqlIn = (database: string, statements: string) =>
  onHost(
    "demo-app",
    ["podman", "exec", "-i", "oml-postgresql-server", "psql", "-qAtX", "-U", "omnileads", "-d", database],
    { input: statements },
  );

/** Asks the provider's database server as its superuser. */
export const sqlOfProvider = (statements: string, database = "postgres") =>
  onHost("cloud", ["runuser", "-u", "postgres", "--", "psql", "-qAtX", "-d", database, "-c", statements]);

/** Takes acme's repository away, and what its app host knows of it: the next set begins a new one. */
export async function beginAnew(): Promise<void> {
  await inBucket("$M rm --recursive --force $R >/dev/null || true");
  await bash("rm -f /var/lib/oml/stored.json", "acme-app");
}

/** Asks demo's own database. */
export const sql = (statements: string) => sqlIn("omnileads", statements);

/** Runs a script on a host. */
export const bash = (script: string, host: HostName = "demo-app") => onHost(host, ["bash", "-c", script]);
