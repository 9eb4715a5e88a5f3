/** A problem in the words of a language. */
import type { Problem } from "./problem.ts";
import { rules } from "./rules/index.ts";
import { fillIn, type Language, type Wording } from "./rules/rule.ts";

/** Message and remedy in either language; English where the rule is not known. */
export function explain(problem: Problem, language: Language): Wording {
  const wording = rules.find(({ code }) => code === problem.code)?.texts[problem.variant ?? ""]?.[language];
  if (wording === undefined) return { message: problem.message, remedy: problem.remedy };
  return fillIn(wording, problem.values, language);
}
