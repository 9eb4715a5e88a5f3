/** A fleet's repository whose deploy.yml runs for real, against the lab's hosts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { enter, runnerEnvironment } from "../../lab/lab.ts";
import { type Event, Repository } from "../act/repository.ts";
import { type Ended, runWorkflow } from "../act/run.ts";
import { installRunnerTools, RUNNER_TOOLS } from "../bundle/deploy-action.ts";
import { type StandIn, startGitHub } from "../github/server.ts";
import { type Fleet, inLab, ROOT } from "./fleet.ts";

/** The repository, and what GitHub remembers of its deployments. */
export class Pipeline {
  readonly repository = new Repository();
  readonly github: StandIn;
  readonly #vaultPassword: string;
  #runs = 0;

  private constructor(github: StandIn, vaultPassword: string) {
    this.github = github;
    this.#vaultPassword = vaultPassword;
  }

  /** Opens one with tenants of a fleet, as they lie there and locked, on its branch `main`. */
  static async open(fleet: Fleet, tenants: readonly string[], vaultPassword = ""): Promise<Pipeline> {
    await installRunnerTools();
    const pipeline = new Pipeline(await startGitHub(), vaultPassword);
    for (const tenant of tenants) {
      pipeline.repository.addTenant(fleet.folder, tenant);
      await pipeline.lock(tenant);
    }
    pipeline.repository.commit("Add tenants");
    return pipeline;
  }

  /** Locks what a tenant's tags name in the lab's registry, as one does before one commits. */
  async lock(tenant: string): Promise<void> {
    const instances = join(this.repository.path, "instances");
    const argv = [join(ROOT, "bin", "oml"), "lock", "--instances", instances, "--tenant", tenant];
    const run = await inLab(argv);
    if (run.code !== 0) throw new Error(run.stdout + run.stderr);
  }

  /** Runs deploy.yml for an event; with `isOff` where the repository's variable OML_FLEET is not set. */
  deploy(event: Event, isOff = false): Promise<Ended> {
    this.#runs += 1;
    const { OML_SSH_KEY: key = "", CONTAINERS_REGISTRIES_CONF: conf = "" } = runnerEnvironment();
    return runWorkflow({
      repository: this.repository,
      workflow: "deploy.yml",
      event,
      apiUrl: this.github.url,
      secrets: { OML_SSH_KEY: readFileSync(key, "utf8"), OML_VAULT_PASSWORD: this.#vaultPassword },
      vars: isOff ? {} : { OML_FLEET: "true" },
      env: { CONTAINERS_REGISTRIES_CONF: conf },
      toolCache: RUNNER_TOOLS,
      enter,
      runId: this.#runs,
    });
  }

  /** Ends the stand-in; throws where a request was not as GitHub describes it. */
  async close(): Promise<void> {
    this.repository.remove();
    await this.github.close();
  }
}
