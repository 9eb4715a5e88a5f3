/** Groups 6 to 8: what only the whole fleet shows, its own policies, and what is ignored. */
import { folderRules } from "./fleet-folders.ts";
import { sharedRules } from "./fleet-shared.ts";
import { ignoreRules } from "./ignored.ts";
import { policyRules } from "./policies.ts";
import type { Rule } from "./rule.ts";

export const fleetRules: readonly Rule[] = [...sharedRules, ...folderRules, ...policyRules, ...ignoreRules];
