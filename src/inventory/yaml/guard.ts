/** What no key or value of an inventory may hold, however it was written: the text is judged as it is after parsing. */
import { controlCharacter, lookAlikeKey, lookup, template } from "../rules/injection.ts";
import type { Rule, Values } from "../rules/rule.ts";

/** A rule that a text breaks. */
export interface Breach {
  readonly rule: Rule;
  readonly variant: string;
  readonly values?: Values;
}

/** Most texts are done after one look: no brace, nothing but printable ASCII and letters, no call. */
const SUSPICIOUS = /[{%#(\u0000-\u0008\u000a-\u001f]|[^\u0000-\u007e]/;
const CALL = /\b(?:lookup|query)\s*\(|\bq\s*\(\s*['"]/i;
const OPENER = /\{[{%#]/;
const NEWLINE = /[\n\r\u0085\u2028\u2029]/;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
/** What has no glyph of its own, and the spaces that look like the one of ASCII. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

/** What is wrong with the text of a value: at most one breach of each rule. */
export function checkValue(text: string): readonly Breach[] {
  if (!SUSPICIOUS.test(text)) return [];
  const plain = unmask(text);
  const found = [...characters(text)];
  if (OPENER.test(plain)) found.push({ rule: template, variant: "value" });
  if (CALL.test(plain)) found.push({ rule: lookup, variant: "call" });
  return found;
}

/** What is wrong with a key. Every known one is of ASCII letters. */
export function checkKey(text: string): readonly Breach[] {
  if (/^[\w.-]*$/.test(text)) return [];
  const found = [...characters(text)];
  if (OPENER.test(unmask(text))) found.push({ rule: template, variant: "key" });
  const letter = /[^\u0000-\u007f]/u.exec(text)?.[0];
  if (letter !== undefined && found.length === 0) {
    found.push({ rule: lookAlikeKey, variant: "letter", values: { character: named(letter) } });
  }
  return found;
}

/** Whether two neighbouring values make a template that neither of them is alone. */
export function isSplitTemplate(before: string, after: string): boolean {
  if (!/[{❴⦃｛﹛︷]\s*$/.test(before)) return false;
  return OPENER.test(`{${unmask(after).trimStart().slice(0, 1)}`) && !OPENER.test(unmask(before));
}

/** The text as a careless reader would take it: compatible forms folded, what is invisible left out. */
function unmask(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .replaceAll(/[❴⦃]/g, "{")
    .replaceAll("٪", "%");
}

function characters(text: string): Breach[] {
  if (NEWLINE.test(text)) return [{ rule: controlCharacter, variant: "newline" }];
  const control = CONTROL.exec(text)?.[0] ?? (text.isWellFormed() ? undefined : "\ud800");
  if (control !== undefined) return [breach("control", control)];
  const invisible = INVISIBLE.exec(text)?.[0];
  return invisible === undefined ? [] : [breach("invisible", invisible)];
}

function breach(variant: "control" | "invisible", character: string): Breach {
  return { rule: controlCharacter, variant, values: { character: named(character) } };
}

/** `U+200B`: what a message can show of a character that cannot be seen. */
function named(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
