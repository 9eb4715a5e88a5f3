/** Puts secrets into a desired state, in memory, at deploy. */
import type { DesiredState, Text } from "./desired.ts";

/** Fills every slot. Throws where `secrets` lacks one that is used: a mistake of the caller. */
export function fill(
  desired: DesiredState<Text>,
  secrets: ReadonlyMap<string, string>,
): DesiredState<string> {
  throw new Error(`not yet: ${desired.tenant} ${secrets.size}`);
}
