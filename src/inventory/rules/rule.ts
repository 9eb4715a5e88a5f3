/** A rule as data: its code, its texts in both languages, and how a finding becomes a problem. */
import type { Problem, Severity, Span } from "../problem.ts";

/** The languages every text exists in. */
export type Language = "en" | "es";

/** The same text in each language. */
export type Text = Readonly<Record<Language, string>>;

/** What a finding says: two sentences without a full stop at their ends. `{name}` stands for one of its values. */
export interface Wording {
  readonly message: string;
  readonly remedy: string;
}

/** 1 shape, 2 injection, 3 secrets, 4 one tenant's meaning, 5 beside it, 6 fleet, 7 policies, 8 ignores. */
export type Group = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** A rule. Its code is never given to another one. */
export interface Rule<Variant extends string = string> {
  /** `OML` and four digits; the first two are the group's. */
  readonly code: string;
  readonly group: Group;
  /** What its findings are unless the fleet's policy says otherwise. */
  readonly severity: Severity;
  /** In kebab-case. */
  readonly name: string;
  readonly title: Text;
  /** Why it is a rule: what would happen without it. Full sentences. */
  readonly why: Text;
  /** A file's lines that break the rule, and the same lines put right. */
  readonly example?: { readonly bad: string; readonly good: string };
  readonly texts: Readonly<Record<Variant, Readonly<Record<Language, Wording>>>>;
}

/** Checks a rule's type and keeps the names of its variants. */
export function defineRule<const Variant extends string>(rule: Rule<Variant>): Rule<Variant> {
  return rule;
}

/** Where a finding stands: a span of a file, and the dotted path of what is there. */
export interface Place extends Span {
  readonly file: string;
  readonly path: string;
}

/** A text whose value differs by language goes in as `name` and `name:es`. */
export type Values = Readonly<Record<string, string>>;

/** A finding of `rule` at `place`, in English. Values must not hold secrets. */
export function report<Variant extends string>(
  rule: Rule<Variant>,
  variant: NoInfer<Variant>,
  place: Place,
  values: Values = {},
  severity: Severity = rule.severity,
): Problem {
  const { message, remedy } = fillIn(rule.texts[variant].en, values, "en");
  const { file, line, column, endLine, endColumn } = place;
  const span = { file, line, column, endLine, endColumn, path: shown(place.path) };
  return { code: rule.code, severity, ...span, variant, values, message, remedy };
}

/** Keys are whatever a file says: what a terminal would obey or nobody would see is replaced, and no path is endless. */
function shown(path: string): string {
  return path
    .replaceAll(/[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu, "\ufffd")
    .slice(0, 200);
}

/** Puts a finding's values into one of its wordings. */
export function fillIn(wording: Wording, values: Values, language: Language): Wording {
  const fill = (text: string) =>
    text.replaceAll(
      /\{(\w+)\}/g,
      (whole, name: string) => values[`${name}:${language}`] ?? values[name] ?? whole,
    );
  return { message: fill(wording.message), remedy: fill(wording.remedy) };
}

/** A text as the value `name` of a finding, in both languages. */
export function inBoth(name: string, text: Text): Values {
  return { [name]: text.en, [`${name}:es`]: text.es };
}

/** Both languages of one variant: message and remedy in each. */
export function say(
  en: readonly [message: string, remedy: string],
  es: readonly [message: string, remedy: string],
): Readonly<Record<Language, Wording>> {
  return { en: { message: en[0], remedy: en[1] }, es: { message: es[0], remedy: es[1] } };
}
