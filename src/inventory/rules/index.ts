/** Every rule there is: the one list that messages, documentation and tests read. */
import { fileRules } from "./files.ts";
import { fleetRules } from "./fleet.ts";
import { injectionRules } from "./injection.ts";
import { besideRules } from "./beside.ts";
import { lockRules } from "./lock.ts";
import { meaningRules } from "./meaning.ts";
import type { Rule } from "./rule.ts";
import { secretRules } from "./secrets.ts";
import { shapeRules, valueShapeRules } from "./shape.ts";
import { variableRules } from "./variables.ts";

/** In the order of their codes. */
export const rules: readonly Rule[] = [
  ...shapeRules,
  ...variableRules,
  ...valueShapeRules,
  ...injectionRules,
  ...fileRules,
  ...secretRules,
  ...meaningRules,
  ...besideRules,
  ...lockRules,
  ...fleetRules,
].toSorted((a, b) => (a.code < b.code ? -1 : 1));
