/** A run of deploy.yml's jobs for the lab's tenant, by the built action. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { enter, runnerEnvironment } from "../../lab/lab.ts";
import { readResults } from "../../src/files/run-files.ts";
import { runAction, type Trigger } from "../bundle/action-run.ts";
import { RUNNER_TOOLS } from "../bundle/deploy-action.ts";
import type { Branch } from "./live-branch.ts";

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
      toolCache: RUNNER_TOOLS,
      enter,
      env: { CONTAINERS_REGISTRIES_CONF: runnerEnvironment()["CONTAINERS_REGISTRIES_CONF"] ?? "" },
      event: this.event,
      payload: { repository: { default_branch: "main" } },
    };
  }
}
