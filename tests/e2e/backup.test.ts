/** Backup sets of both tenants, taken and read back on real hosts: a hosted PostgreSQL and MinIO, and a provider's. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onHost } from "../../lab/lab.ts";
import { finish, Fleet, inLab, ROOT, start, type Run } from "./fleet.ts";

const fleet = new Fleet(["demo", "acme"]);
const vault = ["--vault-password-file", join(ROOT, "instances", "acme", "vault-password.example")];

interface BackupReport {
  readonly outcome: string;
  readonly reason: string;
  readonly set: string | null;
  readonly rows: number;
  readonly verified: boolean;
}

const oml = (verb: string, ...args: readonly string[]): Promise<Run> => inLab(fleet.argv(verb, ...args));

async function backup(...args: readonly string[]): Promise<BackupReport & Run> {
  const run = await oml("backup", "--format", "json", ...args);
  return { ...(JSON.parse(run.stdout || "{}") as BackupReport), ...run };
}

beforeAll(async () => {
  await fleet.converge("demo", "--retry");
  await fleet.converge("acme", "--retry", ...vault);
});
afterAll(() => fleet.remove());

describe.each([
  ["demo", []],
  ["acme", vault],
] as const)("%s", (tenant, opens) => {
  test("a set is taken, read back, and listed as verified", async () => {
    const taken = await backup("--tenant", tenant, ...opens);
    expect(taken, `${taken.reason}\n${taken.stderr}`).toMatchObject({
      outcome: "backed-up",
      code: 0,
      verified: true,
    });
    expect(taken.rows).toBeGreaterThan(10);
    const listed = await oml("backups", "--tenant", tenant, ...opens);
    expect(listed.stdout).toContain(taken.set);
    expect(listed.stdout).toMatch(/verified \d+ s ago/);
    const again = await oml("verify", "--tenant", tenant, "--set", taken.set ?? "", ...opens);
    expect(again.stdout).toContain(`${tenant}: verified`);
    expect(again.code).toBe(0);
  });
});
