/** Where the nodes of a parsed YAML file stand. */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";
import type { Path } from "./document.ts";
import type { Span } from "./problem.ts";
import type { SourceFile } from "./tenant.ts";

/** A key of a block and its value; one of them may be missing. */
interface Entry {
  readonly key: Node | null;
  readonly value: Node | null;
}

/** Finds nodes by path and turns offsets into spans, only when a problem asks. */
export class Places {
  readonly source: SourceFile;
  /** What each alias stands for: filled while the document is converted. */
  readonly targets = new Map<Node, Node>();
  readonly #root: Node | null;
  readonly #lines: LineCounter;

  constructor(source: SourceFile, root: Node | null, lines: LineCounter) {
    this.source = source;
    this.#root = root;
    this.#lines = lines;
  }

  readonly valueAt = (path: Path): Span => {
    const { key, value } = this.#find(path);
    return this.spanOf(isEmpty(value) ? (key ?? value) : value);
  };

  readonly keyAt = (path: Path): Span => {
    const { key, value } = this.#find(path);
    return this.spanOf(key ?? value);
  };

  readonly isPlain = (path: Path): boolean => {
    const { value } = this.#find(path);
    return isScalar(value) && value.type === "PLAIN";
  };

  /** The span of a node without the white space behind it. */
  spanOf(node: Node | null): Span {
    if (!node?.range) return this.span(0, 0);
    const [start, end] = node.range;
    return this.span(start, start + this.source.text.slice(start, end).trimEnd().length);
  }

  /** The span between two offsets. */
  span(start: number, end: number): Span {
    const from = this.#lines.linePos(start);
    const to = this.#lines.linePos(Math.max(start, end));
    const line = Math.max(from.line, 1);
    return {
      line,
      column: Math.max(from.col, 1),
      endLine: Math.max(to.line, line),
      endColumn: Math.max(to.col, 1),
    };
  }

  /** The block an alias stands for, or the node itself. */
  resolve(node: Node | null): Node | null {
    return isAlias(node) ? (this.targets.get(node) ?? null) : node;
  }

  #find(path: Path): Entry {
    let found: Entry = { key: null, value: this.#root };
    for (const part of path) {
      const next = this.#child(this.resolve(found.value), part);
      if (next === undefined) return found;
      found = next;
    }
    return found;
  }

  #child(node: Node | null, part: string | number): Entry | undefined {
    if (isMap(node)) return this.#entry(node, String(part));
    const item = isSeq(node) ? (node.items[Number(part)] as Node | null | undefined) : undefined;
    return item === undefined || isPair(item) ? undefined : { key: null, value: item };
  }

  #entry(map: YAMLMap, name: string): Entry | undefined {
    const pairs = map.items as Pair<Node | null, Node | null>[];
    const own = pairs.find(({ key }) => isScalar(key) && !isMerge(key) && String(key.value) === name);
    if (own !== undefined) return own;
    for (const { key, value } of pairs) {
      if (!isMerge(key)) continue;
      for (const source of mergeSources(this.resolve(value))) {
        const block = this.resolve(source);
        const found = isMap(block) ? this.#entry(block, name) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}

/** Whether a key is YAML's merge key. */
export function isMerge(key: Node | null): boolean {
  return isScalar(key) && (typeof key.value === "symbol" || (key.value === "<<" && key.type === "PLAIN"));
}

/** What a merge key merges: one block or a list of them. */
export function mergeSources(value: Node | null): readonly (Node | null)[] {
  return isSeq(value) ? (value.items as (Node | null)[]) : [value];
}

function isEmpty(node: Node | null): boolean {
  return !node?.range || node.range[0] === node.range[1];
}
