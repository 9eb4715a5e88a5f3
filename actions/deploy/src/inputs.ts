/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import { WAVES, type Wave } from "../../../src/inventory/wave.ts";
import { resolveComponents } from "../../../src/components/names.ts";
import { InputReader, type InputSpec, type InputsResult } from "../../../src/runner/inputs.ts";

/** All of them, by name. */
export const INPUTS = {
  mode: {
    description:
      "plan: find the tenants to look at; deploy: deploy one shard of them; judge: decide whether the next wave may begin; report: tell the whole and be red or green",
    default: "",
  },
  instances: { description: "Folder of the tenants, relative to the checkout", default: "instances" },
  tenants: {
    description:
      "plan: the tenants of a dispatched run, separated by commas or blanks; all: every one. Runs of a push or a schedule find their own",
    default: "",
  },
  wave: { description: "judge: the wave, 1 to 4", default: "" },
  shard: { description: "deploy: the shard's id, as the plan's matrices give it", default: "" },
  component: {
    description: "Deploy only this component or group, such as asterisk, django or voice",
    default: "all",
  },
  action: {
    description:
      "deploy, or its upstream names install and upgrade: bring hosts to what the branch says; check: change nothing, say what would change",
    default: "deploy",
  },
  check: { description: "true: the same as the action check", default: "false" },
  now: { description: "true: do not wait for calls to end: cut them", default: "false" },
  retry: { description: "true: try again releases that were put back", default: "false" },
  "allow-older": {
    description: "true: deploy though a host runs a newer commit, or one that git does not know",
    default: "false",
  },
  "at-once": { description: "deploy: tenants under way at once, 1 to 16", default: "4" },
  "ssh-key": { description: "deploy: the private key, without a passphrase", default: "" },
  "vault-password": { description: "deploy: the password of the !vault values", default: "" },
  "github-token": {
    description:
      "Token that reads the branch's tip (contents: read) and what its pull request's plan showed (pull-requests: read), and keeps the deployment records (deployments: write)",
    default: "${{ github.token }}",
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** The name of an input. */
export type InputName = keyof typeof INPUTS;

/** The outputs, by name, with their descriptions. */
export const OUTPUTS = {
  commit: "plan: the commit to deploy: the branch's tip",
  tenants: "plan: how many tenants take part",
  "wave-1": "plan: the matrix of the first wave's shards; empty where it has none",
  "wave-2": "plan: the matrix of the second wave's shards; empty where it has none",
  "wave-3": "plan: the matrix of the third wave's shards; empty where it has none",
  "wave-4": "plan: the matrix of the fourth wave's shards; empty where it has none",
  go: "judge: true where the next wave may begin",
  colour: "report: green, warning (something waits) or red",
} as const;

const MODES = ["plan", "deploy", "judge", "report"] as const;
const ACTIONS = ["deploy", "install", "upgrade", "check"] as const;

/** What a run does. */
export type Mode = (typeof MODES)[number];

/** The inputs, typed. */
export interface Inputs {
  readonly mode: Mode;
  readonly instances: string;
  /** As they were named. */
  readonly tenants: readonly string[];
  /** Only in `judge`. */
  readonly wave: Wave;
  readonly shard: string;
  readonly component: string;
  /** Change nothing. */
  readonly check: boolean;
  readonly now: boolean;
  readonly retry: boolean;
  readonly allowOlder: boolean;
  readonly atOnce: number;
  readonly sshKey: string;
  readonly vaultPassword: string;
  readonly token: string;
}

/** Reads them all, so that all mistakes are reported together. An empty one has its default. */
export function readInputs(get: (name: InputName) => string): InputsResult<Inputs> {
  const reader = new InputReader(INPUTS, get);
  const mode = reader.oneOf("mode", MODES);
  const isCheck = reader.isOn("check");
  return reader.result({
    mode,
    instances: reader.text("instances"),
    tenants: reader.words("tenants"),
    wave: readWave(reader, mode),
    shard: reader.text("shard"),
    component: readComponent(reader),
    check: reader.oneOf("action", ACTIONS) === "check" || isCheck,
    now: reader.isOn("now"),
    retry: reader.isOn("retry"),
    allowOlder: reader.isOn("allow-older"),
    atOnce: reader.count("at-once", 1, 16),
    sshKey: get("ssh-key"),
    vaultPassword: get("vault-password"),
    token: get("github-token"),
  });
}

type Reader = InputReader<InputName>;

function readWave(reader: Reader, mode: Mode): Wave {
  const given = reader.text("wave");
  const found = WAVES.find((number) => String(number) === given);
  if (mode === "judge" && found === undefined)
    reader.mistakes.push(`The input wave is '${given}'; give 1, 2, 3 or 4.`);
  return found ?? 1;
}

function readComponent(reader: Reader): string {
  const component = reader.text("component");
  const words = resolveComponents(component);
  if (!words.ok)
    reader.mistakes.push(`The input component is '${component}'; give one of ${words.valid.join(", ")}.`);
  return component;
}
