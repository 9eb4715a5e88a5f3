/** Where the nodes of a parsed YAML file stand. */
import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Path } from "./value.ts";
import type { Span } from "../problem.ts";
import type { SourceFile } from "../source-file.ts";

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
  /** Where each line begins: found once a problem asks. */
  #starts: readonly number[] | undefined;

  constructor(source: SourceFile, root: Node | null) {
    this.source = source;
    this.#root = root;
  }

  readonly valueAt = (path: Path): Span => {
    const { key, value, isWhole } = this.#find(path);
    return this.spanOf(isWhole && !isEmpty(value) ? value : (key ?? value));
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

  /** The span between two offsets of the text. */
  span(start: number, end: number): Span {
    const last = this.source.text.length;
    const from = this.#position(Math.min(start, last));
    const to = this.#position(Math.min(Math.max(start, end), last));
    return { ...from, endLine: to.line, endColumn: to.column };
  }

  #position(offset: number): { readonly line: number; readonly column: number } {
    this.#starts ??= lineStarts(this.source.text);
    const starts = this.#starts;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The block an alias stands for, or the node itself. */
  resolve(node: Node | null): Node | null {
    return isAlias(node) ? (this.targets.get(node) ?? null) : node;
  }

  /** `isWhole`: it is what stands at the path, and not the nearest block above. */
  #find(path: Path): Entry & { readonly isWhole: boolean } {
    let found: Entry = { key: null, value: this.#root };
    for (const part of path) {
      const next = this.#child(this.resolve(found.value), part);
      if (next === undefined) return { key: found.key, value: found.value, isWhole: false };
      found = next;
    }
    return { key: found.key, value: found.value, isWhole: true };
  }

  #child(node: Node | null, part: string | number): Entry | undefined {
    if (isMap(node)) return this.#entry(node, String(part));
    const item = isSeq(node) ? (node.items[Number(part)] as Node | null | undefined) : undefined;
    return item === undefined || isPair(item) ? undefined : { key: null, value: item };
  }

  /** `seen`: blocks merged already, so that merges of merges cost no more than there are blocks. */
  #entry(map: YAMLMap, name: string, seen = new Set<YAMLMap>()): Entry | undefined {
    if (seen.has(map)) return undefined;
    seen.add(map);
    const pairs = map.items as Pair<Node | null, Node | null>[];
    const own = pairs.findLast(({ key }) => isScalar(key) && !isMerge(key) && String(key.value) === name);
    if (own !== undefined) return own;
    for (const { key, value } of pairs) {
      if (!isMerge(key)) continue;
      for (const source of mergeSources(this.resolve(value))) {
        const block = this.resolve(source);
        const found = isMap(block) ? this.#entry(block, name, seen) : undefined;
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

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
