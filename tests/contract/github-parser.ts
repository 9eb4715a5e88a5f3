/** GitHub's own parser of workflows and actions. */
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

// It imports JSON without saying so, which Node refuses: it is given as a module.
registerHooks({
  load: (url, context, next) =>
    /\/workflow-parser\/.*\.json$/.test(url)
      ? {
          format: "module",
          source: `export default ${readFileSync(new URL(url), "utf8")}`,
          shortCircuit: true,
        }
      : next(url, context),
});
const { NoOperationTraceWriter, parseWorkflow } = await import("@actions/workflow-parser");
const { parseAction } = await import("@actions/workflow-parser/actions/action-parser");

/** What GitHub finds wrong with a workflow's text. */
export function workflowMistakes(name: string, content: string): readonly string[] {
  return mistakes(parseWorkflow({ name, content }, new NoOperationTraceWriter()));
}

/** What GitHub finds wrong with the text of an `action.yml`. */
export function actionMistakes(name: string, content: string): readonly string[] {
  return mistakes(parseAction({ name, content }, new NoOperationTraceWriter()));
}

function mistakes({ context }: ReturnType<typeof parseWorkflow>): readonly string[] {
  return context.errors.getErrors().map(String);
}
