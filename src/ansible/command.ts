/** Builds the ansible-playbook command of a run: argv and environment. Pure. */
import { join } from "node:path";

/** A process to start. `args` are passed as they are, never through a shell. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The folders and files of one run. */
export interface RunPaths {
  /** The run's private folder. */
  readonly folder: string;
  /** A folder with a path short enough for control sockets. */
  readonly sockets: string;
  readonly knownHosts: string;
}

/** What a run's command is made of. */
export interface RunSettings {
  /** The toolkit's folder: its `playbooks`. */
  readonly root: string;
  /** The program `ansible-playbook`. */
  readonly ansible: string;
  readonly playbook: string;
  readonly paths: RunPaths;
  /** The desk's socket, where the run asks for its hosts. */
  readonly inventory: string;
  /** The caller's environment; only a short list of it goes on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A private key; absent: the agent's keys and the default ones. */
  readonly sshKey?: string;
  /** Only these hosts of the inventory. */
  readonly limit?: readonly string[];
}

/** Everything else of the caller's environment stays out: tokens, inputs, passwords. */
const ALLOWED = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SSH_AUTH_SOCK",
  "LANG",
  "LC_ALL",
  "TZ",
  // By it GitHub's runner finds what a job left behind.
  "RUNNER_TRACKING_ID",
];

/** The `ansible-playbook` that `npm run setup` installs. */
export function ownAnsible(root: string): string {
  return join(root, ".venv/bin/ansible-playbook");
}

/** The command that runs one playbook. */
export function buildPlaybookCommand(settings: RunSettings): Command {
  const { root, ansible, playbook, inventory, limit } = settings;
  return {
    file: ansible,
    args: [
      "--inventory",
      inventory,
      ...(limit ? ["--limit", limit.join(",")] : []),
      join(root, "playbooks", playbook),
    ],
    env: { ...allowedOf(settings.environment), ...ansibleEnvironment(settings) },
  };
}

function allowedOf(environment: RunSettings["environment"]): Record<string, string> {
  const kept = ALLOWED.flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(kept);
}

function ansibleEnvironment({ root, paths, sshKey }: RunSettings): Record<string, string> {
  return {
    LC_ALL: "C.UTF-8",
    TMPDIR: paths.folder,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
    ANSIBLE_CONFIG: join(root, "playbooks/ansible.cfg"),
    ANSIBLE_HOME: join(paths.folder, "ansible"),
    ANSIBLE_LOCAL_TEMP: join(paths.folder, "tmp"),
    ANSIBLE_INVENTORY_ENABLED: "oml_desk",
    ANSIBLE_INVENTORY_UNPARSED_FAILED: "true",
    ANSIBLE_HOST_KEY_CHECKING: "true",
    ANSIBLE_SSH_CONTROL_PATH_DIR: paths.sockets,
    ANSIBLE_SSH_ARGS: buildSshOptions(paths.knownHosts, sshKey).map(quote).join(" "),
  };
}

/** ssh's own options: the tenant's host keys and no others, a lost host noticed within 15 s, one connection a host. */
export function buildSshOptions(knownHosts: string, sshKey?: string): readonly string[] {
  const options = [
    "ControlMaster=auto",
    "ControlPersist=30s",
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    `UserKnownHostsFile=${sshPath(knownHosts)}`,
    "GlobalKnownHostsFile=/dev/null",
    "UpdateHostKeys=no",
    "ConnectTimeout=10",
    "ServerAliveInterval=5",
    "ServerAliveCountMax=3",
    ...(sshKey === undefined ? [] : [`IdentityFile=${sshPath(sshKey)}`, "IdentitiesOnly=yes"]),
  ];
  return ["-C", ...options.flatMap((option) => ["-o", option])];
}

/** ssh expands `%` and splits at blanks in paths. */
function sshPath(path: string): string {
  return `"${path.replaceAll("%", "%%")}"`;
}

/** Ansible splits this one setting as a shell would. */
function quote(word: string): string {
  return /^[\w./=:@%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
