/** Who runs, for the hosts' journals and for messages. */
import { hostname, userInfo } from "node:os";

/** `ann@laptop`, or the actor and run on GitHub; only letters, digits and `@._:/-`. */
export function whoRuns(environment: Readonly<Record<string, string | undefined>>): string {
  const actor = environment["GITHUB_ACTOR"];
  const text = actor
    ? `github:${actor}/${environment["GITHUB_RUN_ID"] ?? ""}`
    : `${userInfo().username}@${hostname()}`;
  return text.replace(/[^A-Za-z0-9@._:/-]/g, "-");
}
