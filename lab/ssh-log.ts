/** What sshd of a host logged since a moment: who came to its door, and who was let in. */
import type { HostName } from "./addresses.ts";
import { runOnHost } from "./host.ts";
import { PLACE, type Place } from "./place.ts";
import { LabError } from "./process.ts";

/** Where the host's journal ends now: hand it to `sshSessions` or `sshConnections` later. */
export async function journalCursor(name: HostName, place: Place = PLACE): Promise<string> {
  const shown = await runOnHost(place, name, ["journalctl", "--quiet", "--lines=0", "--show-cursor"]);
  const cursor = /^-- cursor: (.+)$/m.exec(shown.stdout)?.[1];
  if (cursor === undefined)
    throw new LabError(`lab: ${name}'s journal has no cursor: ${shown.stderr.trim()}`);
  return cursor;
}

/** How many sessions (commands, shells, subsystems) sshd opened on a host since the cursor. */
export function sshSessions(name: HostName, cursor: string, place: Place = PLACE): Promise<number> {
  return countLines(name, cursor, "Starting session: ", place);
}

/** How many connections a host's sshd took since the cursor: those it let in, those it did not, and scans of its key. */
export function sshConnections(name: HostName, cursor: string, place: Place = PLACE): Promise<number> {
  return countLines(name, cursor, "Connection from ", place);
}

async function countLines(name: HostName, cursor: string, start: string, place: Place): Promise<number> {
  // Not of the unit alone: journalctl then passes over the first line that matches, taking it for the cursor's.
  const words = ["journalctl", "--quiet", "--output=cat", `--after-cursor=${cursor}`];
  const shown = await runOnHost(place, name, words);
  if (shown.code !== 0) throw new LabError(`lab: ${name}'s journal cannot be read: ${shown.stderr.trim()}`);
  return shown.stdout.split("\n").filter((line) => line.startsWith(start)).length;
}
