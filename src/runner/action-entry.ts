/** Where the bundle of an action that works on hosts begins: the only catches. */
import { cleanUp } from "./clean-up.ts";
import { githubRunner, listenForStop } from "./github-runner.ts";
import type { Runner } from "./ports.ts";

/** What an action is made of. */
export interface ActionParts {
  /** As its folder is called. */
  readonly action: string;
  /** The step. */
  readonly main: (runner: Runner, listen: () => AbortSignal) => Promise<void>;
  /** One tenant: reads what to do on stdin, says what it does on stderr, prints its report on stdout. */
  readonly workOnOne: () => Promise<void>;
  /** Where to look after a mistake of the action itself: `look with oml backups`. */
  readonly look: string;
}

/** What `index.ts`, `post.ts` and `tenant.ts` of an action start. */
export interface ActionEntry {
  readonly runMain: () => Promise<void>;
  /** The end of the job: removes what the step left if it was killed. */
  readonly runPost: () => void;
  readonly runTenant: () => Promise<void>;
}

/** The entry of an action; nothing that its parts throw gets out of it. */
export function entryOf({ action, main, workOnOne, look }: ActionParts): ActionEntry {
  const sayMistake = (error: unknown): string =>
    `${action}: a mistake in the action itself: ${traceOf(error)}`;
  return {
    runMain: async () => {
      const runner = githubRunner();
      try {
        await main(runner, listenForStop);
      } catch (error) {
        runner.fail(`${sayMistake(error)} Nobody knows what was done: ${look}.`);
      }
      // Nothing that is still under way may keep a step alive that has said its last word.
      process.exit();
    },
    runPost: () => {
      cleanUp(githubRunner());
    },
    runTenant: async () => {
      try {
        await workOnOne();
      } catch (error) {
        process.stderr.write(`${sayMistake(error)}\n`);
        process.exitCode = 1;
      }
    },
  };
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
