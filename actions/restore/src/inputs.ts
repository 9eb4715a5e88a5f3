/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import type { TypedRestore } from "../../../src/backup/approval.ts";
import { LATEST, RESTORE_MODES, typedCode } from "../../../src/backup/restore-request.ts";
import { InputReader, type InputSpec, type InputsResult } from "../../../src/runner/inputs.ts";

/** All of them, by name. */
export const INPUTS = {
  job: {
    description:
      "check: judge what was typed, and say who has to want it; restore: do it, or show a plan and a code",
    default: "",
  },
  tenant: { description: "The tenant", default: "" },
  confirm: { description: "The tenant's name once more", default: "" },
  mode: {
    description:
      "restore: bring a set back; undo: go back to what ran before it; accept: let that go for good",
    default: "restore",
  },
  set: {
    description: "The set's id; latest-verified: the newest that was read back whole",
    default: "latest-verified",
  },
  now: { description: "Do not wait for calls to end, cut them", default: "false" },
  code: { description: "The code that another person's run showed with its plan", default: "" },
  passed: { description: "restore: when the gate's job passed, in seconds since 1970", default: "" },
  instances: { description: "Folder of the tenants, relative to the checkout", default: "instances" },
  "ssh-key": { description: "restore: the private key, without a passphrase", default: "" },
  "vault-password": { description: "restore: the password of the !vault values", default: "" },
  "github-token": {
    description:
      "Token that reads the rules of the environment (actions: read) and, to restore, keeps the records (deployments: write)",
    default: "${{ github.token }}",
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** The name of an input. */
export type InputName = keyof typeof INPUTS;

/** The outputs, by name, with their descriptions. */
export const OUTPUTS = {
  commit: "check: the commit whose tenant is read: the branch's tip",
  outcome: "restore: how it ended; empty where a plan was shown",
  code: "restore: the code that was shown with a plan",
  colour: "restore: green, warning (it waits for a second person) or red",
} as const;

const JOBS = ["check", "restore"] as const;

/** The inputs, typed. */
export interface Inputs {
  readonly job: (typeof JOBS)[number];
  readonly typed: TypedRestore;
  /** In milliseconds since the epoch; NaN: nobody knows. */
  readonly passed: number;
  readonly instances: string;
  readonly sshKey: string;
  readonly vaultPassword: string;
  readonly token: string;
}

/** Reads them all, so that all mistakes are reported together. An empty one has its default. */
export function readInputs(get: (name: InputName) => string): InputsResult<Inputs> {
  const reader = new InputReader(INPUTS, get);
  const mode = reader.oneOf("mode", RESTORE_MODES);
  const set = reader.text("set");
  const passed = get("passed");
  reader.mistakes.push(...mistakesIn(get("tenant"), get("confirm"), mode, set));
  return reader.result({
    job: reader.oneOf("job", JOBS),
    typed: {
      tenant: get("tenant"),
      mode,
      set: mode === "restore" ? set : null,
      now: reader.isOn("now"),
      code: typedCode(get("code")),
    },
    passed: passed === "" ? NaN : Number(passed) * 1000,
    instances: reader.text("instances"),
    sshKey: get("ssh-key"),
    vaultPassword: get("vault-password"),
    token: get("github-token"),
  });
}

function mistakesIn(tenant: string, confirm: string, mode: string, set: string): readonly string[] {
  const mistakes = [];
  if (tenant === "") mistakes.push("The input tenant is empty; name the tenant.");
  if (confirm !== tenant)
    mistakes.push(`The input confirm is '${confirm}', and not the tenant's name once more.`);
  if (!/^[\w-]{1,60}$/.test(set))
    mistakes.push(`The input set is '${set}'; give a set's id as oml backups shows it, or ${LATEST}.`);
  if (mode !== "restore" && set !== LATEST)
    mistakes.push(`The input set goes with mode restore alone, not with ${mode}.`);
  return mistakes;
}
