/** What processes show in their arguments while something runs: the hosts' and containers' are among the machine's. */
import { readdirSync, readFileSync } from "node:fs";

/** A process is looked at in each pass while it is that young, and once in as many passes after. */
const PASSES = 40;

/** Looks at the arguments of the machine's processes until `stop`. */
export class ArgumentsWatch {
  /** Each command line that was seen, its words divided by NUL. */
  readonly seen = new Set<string>();
  readonly #timer = setInterval(() => {
    this.#look();
  }, 25);
  /** How often each process that lives was seen. */
  #looks = new Map<string, number>();

  /** Looks no more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** To read all of them in each pass would take a whole processor from what is tested. */
  #look(): void {
    const before = this.#looks;
    this.#looks = new Map();
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const times = (before.get(pid) ?? 0) + 1;
      this.#looks.set(pid, times);
      if (times > PASSES && times % PASSES !== 0) continue;
      try {
        this.seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8"));
      } catch {
        continue;
      }
    }
  }
}
