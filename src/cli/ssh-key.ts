/** The private key by which hosts are reached. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Options } from "./options.ts";
import { WrongCall } from "./wrong-call.ts";

/** The private key that was named; throws `WrongCall` where the file is missing. */
export function sshKeyOf({ sshKey }: Pick<Options, "sshKey">): string | undefined {
  const named = sshKey ?? (process.env["OML_SSH_KEY"] || undefined);
  if (named === undefined) return undefined;
  const path = resolve(named);
  if (!existsSync(path)) throw new WrongCall(`oml: there is no SSH key ${path} (--ssh-key or OML_SSH_KEY).`);
  return path;
}
