/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import { WAVES, type Wave } from "../../../src/inventory/wave.ts";
import { resolveComponents } from "../../../src/components/names.ts";

/** One input as `action.yml` declares it. */
export interface InputSpec {
  readonly description: string;
  readonly default: string;
}

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
      "Token that reads the branch's tip (contents: read) and keeps the deployment records (deployments: write)",
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

/** The inputs, or a sentence for each that is wrong. */
export type InputsResult =
  | { readonly ok: true; readonly inputs: Inputs }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** Reads them all, so that all mistakes are reported together. An empty one has its default. */
export function readInputs(get: (name: InputName) => string): InputsResult {
  const mistakes: string[] = [];
  const read = (name: InputName): string => get(name) || INPUTS[name].default;
  const oneOf = <T extends string>(name: InputName, words: readonly [T, ...T[]]): T => {
    const given = read(name);
    const found = words.find((word) => word === given);
    if (found === undefined) mistakes.push(`The input ${name} is '${given}'; give ${words.join(" or ")}.`);
    return found ?? words[0];
  };
  const isOn = (name: InputName): boolean => oneOf(name, ["false", "true"]) === "true";
  const mode = oneOf("mode", MODES);
  const [wave = 1] = WAVES.filter((number) => String(number) === get("wave"));
  if (mode === "judge" && String(wave) !== get("wave"))
    mistakes.push(`The input wave is '${get("wave")}'; give 1, 2, 3 or 4.`);
  const atOnce = Number(read("at-once"));
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > 16)
    mistakes.push(`The input at-once is '${read("at-once")}'; give a number from 1 to 16.`);
  const component = read("component");
  const words = resolveComponents(component);
  if (!words.ok)
    mistakes.push(`The input component is '${component}'; give one of ${words.valid.join(", ")}.`);
  const action = oneOf("action", ACTIONS);
  const inputs = {
    mode,
    instances: read("instances"),
    tenants: read("tenants")
      .split(/[\s,]+/)
      .filter((word) => word !== ""),
    wave,
    shard: read("shard"),
    component,
    check: [isOn("check"), action === "check"].includes(true),
    now: isOn("now"),
    retry: isOn("retry"),
    allowOlder: isOn("allow-older"),
    atOnce,
    sshKey: get("ssh-key"),
    vaultPassword: get("vault-password"),
    token: get("github-token"),
  };
  return mistakes.length === 0 ? { ok: true, inputs } : { ok: false, mistakes };
}
