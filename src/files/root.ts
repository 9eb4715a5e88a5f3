/** Where the toolkit's own files are: its playbooks, its requirements, its examples. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The toolkit's folder: the nearest one above this module that has its playbooks. A bundled action finds those beside
 * itself, wherever the runner put it and whatever is checked out. Throws where there are none.
 */
export const ROOT = rootAbove(import.meta.dirname);

/** The nearest folder, from `start` upward, that has the playbooks. */
export function rootAbove(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "playbooks", "ansible.cfg"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no folder above ${start} has the toolkit's playbooks`);
  }
}
