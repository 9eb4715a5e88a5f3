/** The inputs of this action: the table that `action.yml` and the README must equal, and how they are read. */
import type { InputSpec } from "../../../src/runner/inputs.ts";

/** All of them, by name. */
export const INPUTS = {
  instances: { description: "Folder of the tenants, relative to the checkout", default: "instances" },
  "github-token": {
    description: "Token that reads the records (deployments: read) and keeps the issues (issues: write)",
    default: "${{ github.token }}",
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** The outputs, by name, with their descriptions. */
export const OUTPUTS = {
  tenants: "How many tenants have backups",
  troubled: "How many of them need attention",
} as const;
