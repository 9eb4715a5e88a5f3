/** An endpoint between acme's hosts and their bucket that does wrong what it is told to (see `bucket-faults.py`). */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onHost } from "../../lab/lab.ts";
import type { Fleet } from "./fleet.ts";
import { writeOn } from "./kills.ts";
import { beginAnew } from "./sets.ts";

const FOLDER = "/opt/bucket-faults";
const UNIT = "bucket-faults";
const PORT = "9180";
const ADDRESS = "192.0.2.3";

/** What it does wrong. */
export type Fault = "swallow" | "busy" | "cut" | "away" | "full" | "nothing";

/** Starts it, and has acme's sets go there, into a repository of their own, until `close`. */
export async function open(fleet: Fleet): Promise<void> {
  await onHost("cloud", ["mkdir", "-p", FOLDER]);
  const program = `${FOLDER}/bucket-faults.py`;
  await writeOn("cloud", program, readFileSync(join(import.meta.dirname, "bucket-faults.py"), "utf8"));
  await have("nothing");
  const unit = ["systemd-run", "--quiet", "--collect", `--unit=${UNIT}`];
  const started = await onHost("cloud", [...unit, "python3", program, PORT, ADDRESS]);
  if (started.code !== 0) throw new Error(started.stderr);
  const file = fleet.path("acme", "tenant.yml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("https://s3.cloud.example", `http://${ADDRESS}:${PORT}`));
  await beginAnew();
}

/** What it does wrong from now on. */
export function have(fault: Fault): Promise<void> {
  return writeOn("cloud", `${FOLDER}/mode`, fault);
}

/** How often it did so. */
export async function times(fault: Fault): Promise<number> {
  return Number((await onHost("cloud", ["grep", "-c", fault, `${FOLDER}/done`])).stdout);
}

/** Ends it; its repository goes. */
export async function close(): Promise<void> {
  await beginAnew();
  await onHost("cloud", ["systemctl", "stop", UNIT]);
}
