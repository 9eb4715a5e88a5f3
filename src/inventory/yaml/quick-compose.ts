/**
 * Composes plain inventories without the YAML parser, which takes longer than all rules together: blocks of keys with
 * one-line values and `!vault` texts, as everybody writes them. At the first sign of anything else it gives up, and the
 * parser has its turn. What it does compose is node for node what the parser makes; a property test holds that.
 */
import { Pair, Scalar, YAMLMap, type Node } from "yaml";

/** The nodes of a plain inventory, or undefined where the parser is needed. */
export function composeQuickly(text: string): Node | undefined {
  return PLAIN_TEXT.test(text) && text.endsWith("\n") ? new QuickComposer(text).compose() : undefined;
}

/** No tabs, no other line breaks, nothing invisible. */
const PLAIN_TEXT = /^[\n\u0020-\u007e\u00a1-\u024f\u2010-\u2027\u2190-\u21ff]*$/;
const NOTHING = /^ *(?:#.*)?$/;
const ENTRY = /^( *)([A-Za-z_][\w-]*):(?:$| +)/;
const COMMENT = "(?: +#.*| *)$";
const PLAIN = new RegExp(`^([A-Za-z0-9_./~][\\w./+@:=%~-]*(?: [\\w./+@=%~-][\\w./+@:=%~-]*)*)${COMMENT}`);
const SINGLE = new RegExp(`^'((?:[^']|'')*)'${COMMENT}`);
const DOUBLE = new RegExp(`^"([^"\\\\]*)"${COMMENT}`);
const VAULT = /^!vault +\| *$/;
const VAULT_LINE = /^( +)([$\w.;]+)$/;

/** A block that is being filled. */
interface Block {
  readonly indent: number;
  readonly map: YAMLMap<Node, Node>;
}

class QuickComposer {
  readonly #lines: readonly string[];
  readonly #blocks: Block[] = [];
  #index = 0;
  /** Where the line at hand begins. */
  #offset = 0;
  /** The key whose value may be the block below it. */
  #open: Pair<Node, Node> | undefined;

  constructor(text: string) {
    this.#lines = text.split("\n");
  }

  compose(): Node | undefined {
    for (; this.#index < this.#lines.length - 1; this.#advance()) {
      const line = this.#line();
      if (NOTHING.test(line)) continue;
      if (!this.#entry(line)) return undefined;
    }
    return this.#blocks[0]?.map;
  }

  #line(): string {
    return this.#lines[this.#index] ?? "";
  }

  #advance(): void {
    this.#offset += this.#line().length + 1;
    this.#index += 1;
  }

  /** Takes an entry of a block; false where it is not one of the plain kind. */
  #entry(line: string): boolean {
    const match = ENTRY.exec(line);
    if (match === null) return false;
    const [head, { length: indent } = "", name = ""] = match;
    const block = this.#blockAt(indent);
    if (block === undefined) return false;
    const start = this.#offset + indent;
    const key = scalar(name, "PLAIN", start, start + name.length);
    const rest = line.slice(head.length);
    const pair = new Pair<Node, Node>(key);
    block.map.items.push(pair);
    this.#open = undefined;
    const value = this.#value(rest, this.#offset + head.length, start + name.length + 1, indent);
    if (value === undefined) return false;
    pair.value = value;
    if (isEmpty(value)) this.#open = pair;
    this.#extend();
    return true;
  }

  /** The block an entry of this indentation belongs to. */
  #blockAt(indent: number): Block | undefined {
    const top = this.#blocks.at(-1);
    if (top === undefined) return indent === 0 ? this.#begin(0) : undefined;
    if (indent > top.indent) {
      if (this.#open === undefined) return undefined;
      const parent = this.#open;
      const block = this.#begin(indent);
      parent.value = block.map;
      return block;
    }
    while (this.#blocks.length > 1 && (this.#blocks.at(-1)?.indent ?? 0) > indent) this.#blocks.pop();
    const found = this.#blocks.at(-1);
    return found?.indent === indent ? found : undefined;
  }

  #begin(indent: number): Block {
    const map = new YAMLMap<Node, Node>();
    const start = this.#offset + indent;
    map.range = [start, start, start];
    const block = { indent, map };
    this.#blocks.push(block);
    return block;
  }

  /** Every open block reaches to the end of the line at hand. */
  #extend(): void {
    const end = this.#offset + this.#line().length;
    for (const { map } of this.#blocks) map.range = [map.range?.[0] ?? 0, end, end];
  }

  #value(rest: string, start: number, colon: number, indent: number): Node | undefined {
    if (rest === "") return scalar("", "PLAIN", colon, colon);
    if (rest.startsWith("!"))
      return VAULT.test(rest) ? this.#vault(start + rest.indexOf("|"), indent) : undefined;
    const single = SINGLE.exec(rest)?.[1];
    if (single !== undefined) {
      return scalar(single.replaceAll("''", "'"), "QUOTE_SINGLE", start, start + single.length + 2);
    }
    const double = DOUBLE.exec(rest)?.[1];
    if (double !== undefined) return scalar(double, "QUOTE_DOUBLE", start, start + double.length + 2);
    const plain = PLAIN.exec(rest)?.[1];
    if (plain === undefined || /:(?: |$)/.test(plain)) return undefined;
    return scalar(plain, "PLAIN", start, start + plain.length);
  }

  /** The lines below `!vault |`, all indented alike and deeper than their key. */
  #vault(start: number, indent: number): Node | undefined {
    const lines: string[] = [];
    let width = 0;
    for (;;) {
      const next = VAULT_LINE.exec(this.#lines[this.#index + 1] ?? "");
      const [, { length } = "", body = ""] = next ?? [];
      if (next === null || length <= indent) break;
      if (width !== 0 && length !== width) return undefined;
      width = length;
      lines.push(body);
      this.#advance();
    }
    if (lines.length === 0 || !this.#endsHere(indent)) return undefined;
    const end = this.#offset + this.#line().length + 1;
    const node = scalar(`${lines.join("\n")}\n`, "BLOCK_LITERAL", start, end);
    node.tag = "!vault";
    return node;
  }

  /** Whether no blank line and no comment of a doubtful place stands below a text. */
  #endsHere(indent: number): boolean {
    if (this.#index + 2 >= this.#lines.length) return true;
    const below = this.#lines[this.#index + 1] ?? "";
    return below.trim() !== "" && below.search(/\S/) <= indent;
  }
}

function scalar(value: string, type: Scalar.Type, start: number, end: number): Scalar {
  const node = new Scalar(value);
  node.type = type;
  node.range = [start, end, end];
  return node;
}

function isEmpty(node: Node): boolean {
  return node instanceof Scalar && node.value === "" && node.type === "PLAIN";
}
