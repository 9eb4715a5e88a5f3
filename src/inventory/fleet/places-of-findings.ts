/** Where the few findings between tenants stand: inventories are read again for them, not kept for the many. */
import { readDocument, type Document } from "../yaml/document.ts";
import type { Path } from "../yaml/value.ts";
import type { Place } from "../rules/rule.ts";
import type { SourceFile } from "../source-file.ts";

/** Documents read on demand. */
export class Documents {
  readonly #read = new Map<string, Document>();

  /** Where a value, or its key, stands in a file. */
  placeOf(source: SourceFile, path: Path, at: "key" | "value" = "value"): Place {
    const document = this.#read.get(source.path) ?? readDocument(source);
    this.#read.set(source.path, document);
    const span = at === "key" ? document.keyAt(path) : document.valueAt(path);
    return { file: source.path, path: path.join("."), ...span };
  }
}
