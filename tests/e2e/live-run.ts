/** A run of deploy.yml's jobs for the lab's tenant, by the built action. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enter, runnerEnvironment } from "../../lab/lab.ts";
import { installAnsible } from "../../src/ansible/install.ts";
import { readResults } from "../../src/files/run-files.ts";
import { runAction, type Trigger } from "../bundle/action-run.ts";
import { ROOT } from "./fleet.ts";
import type { Branch } from "./live-branch.ts";

/** The toolkit as a fleet's workflow has it: elsewhere than the checkout. */
export function copyOfAction(): string {
  const copy = mkdtempSync(join(tmpdir(), "oml-copy-"));
  for (const name of ["actions/deploy/action.yml", "actions/deploy/dist", "playbooks", "requirements.txt"])
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  return copy;
}

/** What a runner keeps between jobs: Ansible, installed before the lab's network, which reaches no registry, is entered. */
const TOOLS = join(ROOT, "node_modules", ".cache", "oml-runner-tools");
const PATH = "/usr/bin:/bin";

/** Installs what the action would install on a runner, where it is not there yet. */
export async function warmTools(): Promise<void> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const installed = await installAnsible({
    requirements: join(ROOT, "requirements.txt"),
    cache: TOOLS,
    environment: { ...(Object.fromEntries(inherited) as Record<string, string>), PATH },
    say: () => undefined,
    abort: new AbortController().signal,
  });
  if (!installed.ok) throw new Error(installed.sentence);
}

/** How a run's deploy is cut short. */
export type Cut = Pick<Trigger, "cancelWhen" | "loseWhen">;

/** One run: planned at the tip of its time, then deployed. */
export class LiveRun {
  readonly event: string;
  /** Its checkout; undefined: it is not planned yet. */
  checkout: string | undefined;
  readonly #copy: string;
  readonly #temp = mkdtempSync(join(tmpdir(), "oml-temp-"));

  constructor(copy: string, event: string) {
    this.#copy = copy;
    this.event = event;
  }

  /** Checks out the tip and plans. */
  async plan(branch: Branch): Promise<void> {
    this.checkout = branch.checkOut();
    const inputs = {
      mode: "plan",
      instances: ".",
      tenants: this.event === "workflow_dispatch" ? "demo" : "",
    };
    const ended = await runAction({ ...this.#trigger(this.checkout), inputs });
    if (ended.status !== 0) throw new Error(`not planned: ${ended.log}`);
  }

  /** Deploys what was planned; the outcome with its reason, `none` where its machine was lost. May be done again. */
  async deploy(cut: Cut = {}): Promise<string> {
    if (this.checkout === undefined) throw new Error("it is not planned");
    rmSync(join(this.#temp, "oml-results"), { recursive: true, force: true });
    const key = readFileSync(runnerEnvironment()["OML_SSH_KEY"] ?? "", "utf8");
    const inputs = {
      mode: "deploy",
      shard: "2-01",
      instances: ".",
      "ssh-key": key,
      "vault-password": "canary-vault",
    };
    await runAction({ ...this.#trigger(this.checkout), inputs, ...cut });
    const [result] = readResults(join(this.#temp, "oml-results"));
    return result === undefined ? "none" : `${result.outcome}: ${result.reason}`;
  }

  /** Removes its folders. */
  remove(): void {
    for (const folder of [this.#temp, this.checkout ?? this.#temp])
      rmSync(folder, { recursive: true, force: true });
  }

  #trigger(workspace: string): Trigger {
    return {
      action: "deploy",
      root: this.#copy,
      workspace,
      temp: this.#temp,
      toolCache: TOOLS,
      enter,
      env: { CONTAINERS_REGISTRIES_CONF: runnerEnvironment()["CONTAINERS_REGISTRIES_CONF"] ?? "" },
      event: this.event,
      payload: { repository: { default_branch: "main" } },
    };
  }
}
