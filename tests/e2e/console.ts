/** The program on a host asked by itself, without Ansible: for tests that ask a thousand times. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost } from "../../lab/lab.ts";
import type { BackupOrder } from "../../src/backup/order.ts";
import { BackupResult } from "../../src/backup/result.ts";
import { inside, openBackup } from "../../src/cli/open-backup.ts";
import { parseOptions } from "../../src/cli/options.ts";
import { ROOT, type Fleet } from "./fleet.ts";
import { writeOn, type HostName } from "./kills.ts";
import { opens } from "./sets.ts";

/** What a tenant's hosts are asked of a backup, secrets included: first the app host's order, then the voice host's. */
export async function ordersOf(fleet: Fleet, tenant: string): Promise<readonly BackupOrder<string>[]> {
  const words = ["--tenant", tenant, "--instances", fleet.folder, ...opens(tenant)];
  const opened = openBackup(parseOptions("backup", words));
  if (!opened.ok) throw new Error(opened.message);
  return inside(opened, ({ orders }) => Promise.resolve(orders));
}

/** Lays the checkout's program into a folder of a host that only root enters, and beside it scripts of this folder. */
export async function shipProgram(
  host: HostName,
  folder: string,
  scripts: readonly string[],
  files: Readonly<Record<string, object>>,
): Promise<void> {
  const program = execFileSync("tar", ["-C", join(ROOT, "playbooks", "module_utils"), "-cz", "oml_host"]);
  await checked(host, ["sh", "-c", `rm -rf ${folder} && mkdir -m 0700 ${folder}`]);
  await checked(
    host,
    ["sh", "-c", `base64 -d | tar -C ${folder} -xz --no-same-owner`],
    program.toString("base64"),
  );
  for (const script of scripts)
    await writeOn(host, `${folder}/${script}`, readFileSync(join(import.meta.dirname, script), "utf8"));
  for (const [name, document] of Object.entries(files))
    await writeOn(host, `${folder}/${name}`, JSON.stringify(document));
}

/** Runs an argv on a host; what it printed. Throws where it does not end well. */
export async function checked(host: HostName, argv: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await onHost(host, argv, { input });
  if (code !== 0) throw new Error(`${host}: ${stdout}${stderr}`);
  return stdout;
}

/** What a step is asked beside its order. */
export interface Asked {
  readonly voice?: object | undefined;
  readonly sets?: readonly string[];
  readonly restore?: string;
  readonly halted?: number;
  /** What is otherwise in the order. */
  readonly order?: object;
}

/** What a host answers, all of it. */
export type Answer = BackupResult & Readonly<Record<string, unknown>>;

/** Steps of demo's backups and restores, asked one by one, each in the unit that it has under Ansible. */
export class Console {
  static readonly #FOLDER = "/root/console";

  /** Lays it on both hosts. */
  async plant(fleet: Fleet): Promise<void> {
    const [app, voice] = await ordersOf(fleet, "demo");
    if (app === undefined || voice === undefined) throw new Error("two orders were expected");
    for (const [host, order] of [
      ["demo-app", app],
      ["demo-voice", voice],
    ] as const)
      await shipProgram(host, Console.#FOLDER, ["console.py"], { "order.json": order });
  }

  /** Asks for one step. */
  async ask(host: HostName, operation: string, set: string, more: Asked = {}): Promise<Answer> {
    const asked = JSON.stringify({ operation, set, by: "console", ...more });
    const told = await checked(host, ["python3", `${Console.#FOLDER}/console.py`], asked);
    return BackupResult.loose().parse(JSON.parse(told));
  }

  /** Takes it away. */
  async remove(): Promise<void> {
    for (const host of ["demo-app", "demo-voice"] as const)
      await checked(host, ["rm", "-rf", Console.#FOLDER]);
  }
}
