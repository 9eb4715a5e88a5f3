/** Runs a workflow for real: its jobs, steps and actions as processes on this machine, by act in host mode. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { PLACE } from "../../lab/place.ts";
import { buildTestTool } from "../../lab/tools/build.ts";
import { openBridge } from "./bridge.ts";
import { TOKEN } from "../github/server.ts";
import { actDialect } from "./dialect.ts";
import { serveGit } from "./git-server.ts";
import { type Job, readJobs } from "./log.ts";
import type { Event, Repository } from "./repository.ts";

/** What a run is given. */
export interface Given {
  readonly repository: Repository;
  /** The workflow's file in `.github/workflows`. */
  readonly workflow: string;
  readonly event: Event;
  /** Login of who started the run; absent: `sre`. */
  readonly actor?: string;
  /** The API that `GITHUB_API_URL` names, on this process's loopback; where left out, one that nobody answers. */
  readonly apiUrl?: string;
  /** The job's token: the one that the repository may be read with. */
  readonly token?: string;
  /** Every job sees them, whatever its `environment`: act knows no secrets of an environment. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** Environment of every step. */
  readonly env?: Readonly<Record<string, string>>;
  /** Puts act's argv into another network. */
  readonly enter?: (argv: readonly string[]) => readonly string[];
  /** The folder that is `RUNNER_TOOL_CACHE`, kept after the run. */
  readonly toolCache?: string;
  readonly runId?: number;
}

/** How a run ended. */
export interface Ended {
  readonly status: number | null;
  readonly jobs: readonly Job[];
  /** Keys of the workflow that act does not know and was not shown. */
  readonly removed: readonly string[];
  /** All that act wrote, for a test that failed. */
  readonly output: string;
}

/** `PATH` of jobs. Host mode takes the first `node` for every action: it has to be the one `node24` means. */
export const RUNNER_PATH = `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
/** Milliseconds a run may take before it is killed. */
const LONGEST = 10 * 60 * 1000;
/** The discard port: refused at once. */
const NOBODY = "http://127.0.0.1:9";

/** The actions of others that have a stand-in in `actions/`. */
const STAND_INS = ["checkout", "upload-artifact", "download-artifact"];

/** The path of act, built into the lab's cache where it is not there. */
export function findAct(): Promise<string> {
  return buildTestTool("act", PLACE.cache, (line) => console.log(line));
}

/** Runs a workflow to its end. */
export async function runWorkflow(given: Given): Promise<Ended> {
  const act = await findAct();
  const folder = mkdtempSync(join(tmpdir(), "oml-act-"));
  try {
    const { text: workflow, removed } = actDialect(readWorkflow(given));
    await using servers = await openServers(given);
    prepare(folder, workflow, given, servers);
    const argv = [act, given.event.name, ...argumentsOf(folder, workflow, given.actor)];
    const { status, output } = await finish(given.enter?.(argv) ?? argv, folder);
    return { status, jobs: readJobs(output), removed, output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The workflow at the commit the run is for. */
function readWorkflow({ repository, workflow, event }: Given): string {
  return repository.git("show", `${event.sha}:.github/workflows/${workflow}`);
}

/** Addresses that jobs reach GitHub's stand-ins by. */
interface Servers extends AsyncDisposable {
  readonly git: string;
  readonly api: string;
}

/** Serves the repository, and where jobs run in another network, it and the API there. */
async function openServers({ repository, token = TOKEN, apiUrl, enter }: Given): Promise<Servers> {
  const git = await serveGit(repository.path, token);
  const urls = [git.url, ...(apiUrl === undefined ? [] : [apiUrl])];
  const bridges = enter === undefined ? [] : await Promise.all(urls.map((url) => openBridge(url, enter)));
  const [inside = git.url, api = apiUrl ?? NOBODY] = bridges.map(({ url }) => url);
  const close = async (): Promise<void> => {
    await Promise.all(bridges.map((bridge) => bridge.close()));
    await git.close();
  };
  return { git: inside, api, [Symbol.asyncDispose]: close };
}

function prepare(folder: string, workflow: string, given: Given, servers: Servers): void {
  const write = (name: string, content: string): void =>
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  for (const name of ["home", "empty", "artifacts", "cache"]) mkdirSync(join(folder, name));
  if (given.toolCache !== undefined) symlinkSync(given.toolCache, join(folder, "cache", "tool_cache"));
  write("workflow.yml", workflow);
  write("event.json", JSON.stringify(given.event.payload));
  // JSON is YAML, which act reads where the name says so: a key of many lines stays whole.
  write("secrets.yml", JSON.stringify({ GITHUB_TOKEN: given.token ?? TOKEN, ...given.secrets }));
  write("vars.yml", JSON.stringify(given.vars ?? {}));
  write("env.yml", JSON.stringify(environmentOf(folder, given, servers)));
}

/** What a runner says of a run, and where the stand-ins find things. */
function environmentOf(folder: string, given: Given, servers: Servers): Readonly<Record<string, string>> {
  const { event } = given;
  return {
    GITHUB_REPOSITORY: "acme/fleet",
    GITHUB_REPOSITORY_OWNER: "acme",
    GITHUB_REF: event.ref,
    SHA_REF: event.sha, // act's name for what it gives to jobs as GITHUB_SHA
    GITHUB_RUN_ID: String(given.runId ?? 1),
    GITHUB_SERVER_URL: servers.git,
    GITHUB_API_URL: servers.api,
    GIT_TERMINAL_PROMPT: "0", // who calls the tests may have a terminal, which GitHub's runner has not
    OML_ACT_ARTIFACTS: join(folder, "artifacts"),
    ...given.env,
  };
}

function argumentsOf(folder: string, workflow: string, actor = "sre"): readonly string[] {
  const file = (name: string): string => join(folder, name);
  return [
    "--json",
    "--directory",
    file("empty"),
    "--workflows",
    file("workflow.yml"),
    "--eventpath",
    file("event.json"),
    "--secret-file",
    file("secrets.yml"),
    "--var-file",
    file("vars.yml"),
    "--env-file",
    file("env.yml"),
    "--action-cache-path",
    file("cache"),
    "--platform",
    "ubuntu-24.04=-self-hosted",
    "--no-skip-checkout",
    "--no-cache-server",
    "--container-daemon-socket",
    "-",
    "--artifact-server-addr",
    "127.0.0.1",
    "--cache-server-addr",
    "127.0.0.1",
    "--actor",
    actor,
    ...standIns(workflow),
  ];
}

/** `--local-repository` for every action of others that the workflow uses, at the commit it is pinned to. */
function standIns(workflow: string): readonly string[] {
  const used = [...workflow.matchAll(/uses: actions\/([\w-]+)@(\w+)/g)];
  return used.flatMap(([, name = "", ref = ""]) => {
    if (!STAND_INS.includes(name)) throw new Error(`actions/${name} has no stand-in in tests/act/actions.`);
    return ["--local-repository", `actions/${name}@${ref}=${join(import.meta.dirname, "actions", name)}`];
  });
}

/** Runs act with an environment of its own: every job inherits what act has. */
async function finish(
  argv: readonly string[],
  folder: string,
): Promise<{ readonly status: number | null; readonly output: string }> {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, {
    env: {
      PATH: RUNNER_PATH,
      HOME: join(folder, "home"),
      LANG: "C.UTF-8",
      ACT_DISABLE_VERSION_CHECK: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST,
    killSignal: "SIGKILL",
  });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { status, output: `${stdout}${stderr}` };
}

/** The one job of that key; throws where it was skipped or has several legs. */
export function jobOf(run: Ended, id: string): Job {
  const [job, ...others] = run.jobs.filter((candidate) => candidate.id === id);
  if (job === undefined || others.length > 0)
    throw new Error(`${others.length + (job ? 1 : 0)} jobs '${id}' ran:\n${run.output}`);
  return job;
}
