/** What act's schema of workflows lacks, taken out of the copy that it runs. */
import { type Document, isMap, parseDocument } from "yaml";

/** A workflow as act reads it, and the dotted path of every key that was taken out. */
export interface Dialect {
  readonly text: string;
  readonly removed: readonly string[];
}

type Path = readonly string[];

/** Keys GitHub knows and act 0.2.89 refuses the whole file for; `*` is any key. */
const UNKNOWN: readonly Path[] = [
  ["permissions", "artifact-metadata"],
  ["concurrency", "queue"],
  ["jobs", "*", "permissions", "artifact-metadata"],
  ["jobs", "*", "concurrency", "queue"],
  ["jobs", "*", "environment", "deployment"],
];

/** Takes out of a workflow's text the keys act does not know, and nothing else. */
export function actDialect(text: string): Dialect {
  const document = parseDocument(text);
  const removed = UNKNOWN.flatMap((pattern) => matches(document, [], pattern));
  for (const path of removed) document.deleteIn(path);
  return {
    text: removed.length === 0 ? text : document.toString({ lineWidth: 0 }),
    removed: removed.map((path) => path.join(".")),
  };
}

/** The paths in the document that a pattern describes. */
function matches(document: Document, at: Path, [next, ...rest]: Path): readonly Path[] {
  if (next === undefined) return [at];
  const keys = next === "*" ? keysAt(document, at) : [next].filter((key) => document.hasIn([...at, key]));
  return keys.flatMap((key) => matches(document, [...at, key], rest));
}

function keysAt(document: Document, at: Path): Path {
  const node = document.getIn(at);
  return isMap(node) ? node.items.map(({ key }) => String(key)) : [];
}
