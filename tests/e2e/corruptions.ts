/** A backup set damaged where it lies, again and again, and what a restore says to it (see `corruptions.py`). */
import { checked, ordersOf, shipProgram } from "./console.ts";
import type { Fleet } from "./fleet.ts";

const FOLDER = "/root/corruptions";

/** One corruption: which object in which way, and what came of it. */
export interface Corruption {
  readonly number: number;
  /** `data/…`, `index/…`, `keys/…`, `snapshots/…`, `config`; `manifest` and what is wrong with it. */
  readonly object: string;
  readonly kind: "flip" | "cut" | "gone" | "forged";
  /** `refused`, or `restored equal; verify refuses`, `restored equal; verify passes`. */
  readonly verdict: string;
  readonly message?: string;
  /** What must not be: other content restored, anything touched. */
  readonly wrong: readonly string[];
}

/** A small set of a tenant's in a repository of its own, ready to be damaged. */
export class Corruptions {
  readonly #seed: number;
  readonly #tenant: "demo" | "acme";
  readonly #host: "demo-app" | "acme-app";

  constructor(seed: number, tenant: "demo" | "acme") {
    this.#seed = seed;
    this.#tenant = tenant;
    this.#host = `${tenant}-app`;
  }

  /** Takes the set. */
  async prepare(fleet: Fleet): Promise<void> {
    const orders = await ordersOf(fleet, this.#tenant);
    const [app, voice] = orders.map((order) => ({
      ...order,
      repository: { ...order.repository, prefix: `corruptions/${this.#tenant}` },
      folders: order.role === "voice" ? { asterisk: `${FOLDER}/custom` } : order.folders,
    }));
    const scripts = ["corruptions.py", "forgeries.py", "objects.py"];
    await shipProgram(this.#host, FOLDER, scripts, { "orders.json": { app, voice } });
    await this.#call("prepare");
  }

  /** The corruptions of these numbers; the same for the same seed and objects. */
  async run(first: number, last: number): Promise<readonly Corruption[]> {
    const range = [this.#seed, first, last].map(String).join(" ");
    return read(await this.#call(`run ${range}`));
  }

  /**
   * Everything of a kind damaged, for each kind and damage; and each manifest of `forgeries.py`, stored by restic itself;
   * or each n-th of both. `wrong` tells of each that is not refused.
   */
  async certain(each = 1): Promise<readonly Corruption[]> {
    return read(await this.#call(`certain ${String(each)}`));
  }

  /** Takes set, repository and all else away. */
  async remove(): Promise<void> {
    await this.#call("remove");
    await checked(this.#host, [
      "sh",
      "-c",
      `rm -rf ${FOLDER} /var/lib/oml/backups/*-c0de /var/lib/oml/stored.json`,
    ]);
  }

  async #call(words: string): Promise<string> {
    return checked(this.#host, ["python3", `${FOLDER}/corruptions.py`, ...words.split(" ")]);
  }
}

function read(lines: string): readonly Corruption[] {
  return lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Corruption);
}
