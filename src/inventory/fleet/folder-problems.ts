/** What could not be read, as problems. */
import type { FolderFault } from "./folder-fault.ts";
import type { Problem } from "../problem.ts";
import { oversized, symbolicLink } from "../rules/files.ts";
import { folderName, unreadable } from "../rules/fleet-folders.ts";
import { report } from "../rules/rule.ts";

/** The problem of a file or folder that was not read. */
export function faultProblem({ kind, file, detail }: FolderFault): Problem {
  const place = { file, path: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
  switch (kind) {
    case "link":
      return report(symbolicLink, "link", place);
    case "not-a-file":
      return report(symbolicLink, "special", place);
    case "too-large":
      return report(oversized, "file", place, { limit: "1 MiB" });
    case "not-utf8":
      return report(unreadable, "text", place);
    case "no-inventory":
      return report(folderName, "inventory", place);
    case "beside":
      return report(folderName, "beside", place, {
        folder: file.replace(/[^/]*$/, "mytenant/inventory.yml"),
      });
    case "unreadable":
      return report(unreadable, "system", place, { cause: detail });
  }
}
