/** The lab's network: a namespace with a bridge in it and no way out. */
import { existsSync } from "node:fs";
import { RUNNER_ADDRESS } from "./addresses.ts";
import type { Place } from "./place.ts";
import { must, run } from "./process.ts";

/** The bridge's name inside the namespace. */
export const BRIDGE = "br0";

/** The argv that runs `argv` inside the lab's network. `ip netns exec` is not it: it mounts /sys anew. */
export function inNetwork(place: Place, argv: readonly string[]): readonly string[] {
  return ["nsenter", `--net=${place.netns}`, "--", ...argv];
}

/** Makes the namespace and its bridge where they are missing. */
export async function openNetwork(place: Place): Promise<void> {
  if (await works(place)) return;
  if (existsSync(place.netns)) await run(["ip", "netns", "delete", place.name]);
  await must(["ip", "netns", "add", place.name]);
  const commands = [
    ["link", "set", "lo", "up"],
    ["link", "add", BRIDGE, "type", "bridge"],
    ["link", "set", BRIDGE, "up"],
    // Last, as `works` looks for it: a namespace half made is made again.
    ["addr", "add", `${RUNNER_ADDRESS}/24`, "dev", BRIDGE],
  ];
  for (const command of commands) await must(inNetwork(place, ["ip", ...command]));
}

/** Removes the namespace; what still ran in it is gone before (see `stopLeftovers`). */
export async function closeNetwork(place: Place): Promise<void> {
  if (existsSync(place.netns)) await run(["ip", "netns", "delete", place.name]);
}

async function works(place: Place): Promise<boolean> {
  if (!existsSync(place.netns)) return false;
  const shown = await run(inNetwork(place, ["ip", "-brief", "address", "show", "dev", BRIDGE]));
  return shown.code === 0 && shown.stdout.includes(RUNNER_ADDRESS);
}
