/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import { DUE, MODES, type Mode } from "../../../src/backup/run-plan.ts";
import { InputReader, type InputSpec, type InputsResult } from "../../../src/runner/inputs.ts";

/** All of them, by name. */
export const INPUTS = {
  job: {
    description:
      "plan: find the tenants to work on; work: work on one shard of them; report: tell the whole, keep what was proved, and be red or green",
    default: "",
  },
  mode: {
    description:
      "plan: due: whatever is due of each tenant; backup: take sets; verify: read back the set that was read longest ago; drill: restore the newest that was read back whole into a throw-away database; retain: let old ones go",
    default: "due",
  },
  tenants: {
    description:
      "plan: due: those of which it is due; all: every one that has sets; or names, separated by commas or blanks",
    default: "due",
  },
  instances: { description: "Folder of the tenants, relative to the checkout", default: "instances" },
  shard: { description: "work: the shard's id, as the plan's matrix gives it", default: "" },
  "at-once": { description: "work: tenants under way at once, 1 to 16", default: "4" },
  "ssh-key": { description: "work: the private key, without a passphrase", default: "" },
  "vault-password": { description: "work: the password of the !vault values", default: "" },
  "github-token": {
    description:
      "plan and report: token that keeps the records (deployments: write; the plan only reads them)",
    default: "${{ github.token }}",
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** The name of an input. */
export type InputName = keyof typeof INPUTS;

/** The outputs, by name, with their descriptions. */
export const OUTPUTS = {
  commit: "plan: the commit whose tenants are read: the branch's tip",
  tenants: "plan: how many tenants take part",
  shards: "plan: the matrix of the shards; empty where nothing is due",
  colour: "report: green, warning (something waits) or red",
} as const;

const JOBS = ["plan", "work", "report"] as const;

/** The inputs, typed. */
export interface Inputs {
  readonly job: (typeof JOBS)[number];
  readonly mode: Mode;
  /** As they were named. */
  readonly tenants: readonly string[];
  readonly instances: string;
  readonly shard: string;
  readonly atOnce: number;
  readonly sshKey: string;
  readonly vaultPassword: string;
  readonly token: string;
}

/** Reads them all, so that all mistakes are reported together. An empty one has its default. */
export function readInputs(get: (name: InputName) => string): InputsResult<Inputs> {
  const reader = new InputReader(INPUTS, get);
  const words = reader.words("tenants");
  return reader.result({
    job: reader.oneOf("job", JOBS),
    mode: reader.oneOf("mode", MODES),
    tenants: words.length === 0 ? [DUE] : words,
    instances: reader.text("instances"),
    shard: reader.text("shard"),
    atOnce: reader.count("at-once", 1, 16),
    sshKey: get("ssh-key"),
    vaultPassword: get("vault-password"),
    token: get("github-token"),
  });
}
