/** Where the bundle begins. */
import { entryOf } from "../../../src/runner/action-entry.ts";
import { workOnOne } from "./work-on-one.ts";
import { main } from "./main.ts";

/** What the runner starts, and what the action starts for each tenant. */
export const { runMain, runPost, runTenant } = entryOf({
  action: "restore",
  main,
  workOnOne,
  look: "look with oml status and oml backups",
});
