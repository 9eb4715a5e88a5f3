/** From YAML nodes to plain data: aliases and merge keys resolved within bounds, every text guarded. */
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from "yaml";
import type { Path, Value } from "./value.ts";
import { checkKey, checkValue, isSplitTemplate, type Breach } from "./guard.ts";
import { isMerge, mergeSources, type Places } from "./places.ts";
import type { Problem } from "../problem.ts";
import { oversized } from "../rules/files.ts";
import { lookAlikeKey, template, unsafeTag } from "../rules/injection.ts";
import { report, type Rule, type Values } from "../rules/rule.ts";
import { vaultFormat, vaultPassword } from "../rules/secrets.ts";
import { duplicateKey, unresolvedAlias } from "../rules/shape.ts";
import { Secret } from "../secret.ts";
import { decryptVault, isVaulted, isVaultWellFormed } from "../vault.ts";

/** An inventory has some 70 values; a file that unfolds into more than this is an attack or a mistake. */
const MOST_VALUES = 5_000;
const DEEPEST = 30;
const EMPTY = /^(|~|null|Null|NULL)$/;

/** Converts one document; `problems` holds what was met on the way. */
export class Converter {
  readonly problems: Problem[] = [];
  /** Whether the document unfolds into more than can be meant. */
  isOverfull = false;
  readonly #places: Places;
  readonly #vaultPassword: string | undefined;
  readonly #anchors = new Map<string, Node>();
  /** Anchored nodes that are being converted: an alias to one of them would never end. */
  readonly #open = new Set<Node>();
  #depthOfAliases = 0;
  #values = 0;
  #before = "";

  constructor(places: Places, vaultPassword: string | undefined) {
    this.#places = places;
    this.#vaultPassword = vaultPassword;
  }

  /** The document's data; what a problem names may be lacking. */
  convert(root: Node | null): Value {
    return this.#toValue(root, []);
  }

  #toValue(node: Node | null, path: Path): Value {
    this.#values += 1;
    if (this.isOverfull || node === null) return null;
    if (this.#values > MOST_VALUES) return this.#overfull(node, path, "nodes", MOST_VALUES);
    if (path.length > DEEPEST) return this.#overfull(node, path, "depth", DEEPEST);
    if (isAlias(node)) return this.#unfold(node, path);
    if (node.anchor === undefined) return this.#toContent(node, path);
    if (this.#depthOfAliases === 0) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const value = this.#toContent(node, path);
    this.#open.delete(node);
    return value;
  }

  #toContent(node: Node, path: Path): Value {
    if (isMap(node)) return this.#toObject(node, path);
    if (isScalar(node)) return this.#toScalar(node, path);
    return isSeq(node)
      ? node.items.map((item, index) => this.#toValue(item as Node | null, [...path, index]))
      : null;
  }

  #overfull(node: Node, path: Path, variant: "nodes" | "depth", limit: number): Value {
    this.isOverfull = true;
    this.#report(oversized, variant, node, path, { limit: String(limit) });
    return null;
  }

  #unfold(alias: Node & { source: string }, path: Path): Value {
    const target = this.#anchors.get(alias.source);
    if (target === undefined || this.#open.has(target)) {
      this.#report(unresolvedAlias, "alias", alias, path);
      return null;
    }
    this.#places.targets.set(alias, target);
    this.#depthOfAliases += 1;
    const value = this.#toValue(target, path);
    this.#depthOfAliases -= 1;
    return value;
  }

  #toObject(map: YAMLMap, path: Path): Value {
    const own = new Map<string, Value>();
    const merged = new Map<string, Value>();
    const lines = new Map<string, number>();
    for (const { key, value } of map.items as Pair<Node | null, Node | null>[]) {
      if (isMerge(key)) this.#merge(value, path, merged);
      else if (isScalar(key) && key.value !== "") {
        const name = String(key.value);
        this.#checkKey(key, name, [...path, name], lines);
        own.set(name, this.#toValue(value, [...path, name]));
      } else this.#refuseKey(map, key, path);
    }
    return Object.fromEntries([...merged, ...own]);
  }

  #checkKey(key: Scalar, name: string, path: Path, lines: Map<string, number>): void {
    const first = lines.get(name);
    if (first !== undefined) this.#report(duplicateKey, "duplicate", key, path, { first: String(first) });
    else lines.set(name, this.#places.spanOf(key as Node).line);
    for (const breach of checkKey(name)) this.#breach(breach, key as Node, path);
  }

  #refuseKey(map: YAMLMap, key: Node | null, path: Path): void {
    const [start] = map.range ?? [0];
    const isTemplate = /^\{\s*\{/.test(this.#places.source.text.slice(start));
    if (isTemplate) this.#report(template, "value", map as Node, path);
    else this.#report(lookAlikeKey, "notText", key ?? (map as Node), path);
  }

  /** Keys of an earlier source win over those of a later one. */
  #merge(value: Node | null, path: Path, merged: Map<string, Value>): void {
    for (const source of mergeSources(value)) {
      const block = this.#toValue(source, path);
      if (typeof block !== "object" || block === null || block instanceof Secret || Array.isArray(block)) {
        this.#report(unresolvedAlias, "merge", source, path);
        continue;
      }
      for (const [name, inner] of Object.entries(block)) if (!merged.has(name)) merged.set(name, inner);
    }
  }

  #toScalar(node: Scalar, path: Path): Value {
    const text = String(node.value ?? "");
    if (node.tag === "!vault") return this.#toSecret(text, node, path);
    if (node.tag === "!unsafe") this.#report(unsafeTag, "tag", node, path);
    if (node.type === "PLAIN" && node.tag === undefined && EMPTY.test(text)) return null;
    if (isVaulted(text)) {
      this.#report(vaultFormat, "untagged", node, path);
      return Secret.sealed();
    }
    this.#guard(text, node, path);
    if (isSplitTemplate(this.#before, text)) this.#report(template, "split", node, path);
    this.#before = text;
    return text;
  }

  #toSecret(text: string, node: Scalar, path: Path): Value {
    if (!isVaultWellFormed(text)) this.#report(vaultFormat, "value", node, path);
    if (this.#vaultPassword === undefined) return Secret.sealed(text);
    const result = decryptVault(text, this.#vaultPassword);
    if (result.ok) {
      this.#guard(result.text, node, path);
      return Secret.of(result.text, text);
    }
    if (result.reason === "wrong-password") this.#report(vaultPassword, "wrong", node, path);
    return Secret.sealed(text);
  }

  /** What an alias stands for was judged where it was written. */
  #guard(text: string, node: Scalar, path: Path): void {
    if (this.#depthOfAliases > 0) return;
    for (const breach of checkValue(text)) this.#breach(breach, node, path);
  }

  #breach({ rule, variant, values }: Breach, node: Node, path: Path): void {
    this.#report(rule, variant, node, path, values);
  }

  #report<V extends string>(
    rule: Rule<V>,
    variant: NoInfer<V>,
    node: Node | null,
    path: Path,
    values?: Values,
  ): void {
    const place = { file: this.#places.source.path, path: path.join("."), ...this.#places.spanOf(node) };
    this.problems.push(report(rule, variant, place, values));
  }
}
