/** Where what is about to be deployed comes from, and whether a laptop may deploy it. */
import { judgeSource, type SourceResult } from "../deploy/source.ts";
import { checkedOut, readCheckout } from "../files/checkout.ts";
import { ROLLED_BACK } from "../files/rollback.ts";
import { ROOT } from "../files/root.ts";
import { instancesOf } from "./load-tenant.ts";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** The files of a tenant's folder that each action of deploy.sh edits. */
const EDITS: Readonly<Record<string, readonly string[]>> = {
  install: ["images.lock.json"],
  upgrade: ["images.lock.json"],
  rollback: ROLLED_BACK,
};

/** The source of a tenant's files; a check wants none of what a deploy wants. Throws `WrongCall` for an unknown action. */
export function findSource(options: Options): SourceResult {
  const instances = instancesOf(options);
  const { unreviewed, editedBy, tenant = "", switches } = options;
  const edits = EDITS[editedBy ?? ""] ?? [];
  if (editedBy !== undefined && edits.length === 0) {
    throw new WrongCall(`oml deploy: unknown action '${editedBy}'. Valid: ${Object.keys(EDITS).join(", ")}.`);
  }
  if (unreviewed?.trim() === "") throw new WrongCall("oml deploy: --unreviewed wants a reason in words.");
  if (switches.has("check")) {
    const source = { commit: checkedOut(instances), unreviewed: unreviewed ?? null };
    return { ok: true, source, edited: [], deployed: [] };
  }
  const claims = {
    edits,
    ...(unreviewed === undefined ? {} : { unreviewed }),
    ...(editedBy === undefined ? {} : { editedBy }),
  };
  return judgeSource(readCheckout({ instances, tenant, root: ROOT }), claims);
}
