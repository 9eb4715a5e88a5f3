/** Where the bundle begins. */
import { entryOf } from "../../../src/runner/action-entry.ts";
import { deployOne } from "./deploy-one.ts";
import { main } from "./main.ts";

/** What the runner starts, and what the action starts for each tenant. */
export const { runMain, runPost, runTenant } = entryOf({
  action: "deploy",
  main,
  workOnOne: deployOne,
  look: "look at the hosts with oml status",
});
