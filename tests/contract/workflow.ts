/** The workflows of this repository, as tests read them. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const root = join(import.meta.dirname, "..", "..");
/** Minutes after which GitHub ends a job that says nothing else. */
const GITHUB_LIMIT = 360;
const permissions = z.record(z.string(), z.enum(["read", "write"]));
const step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
const workflowSchema = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({}),
  jobs: z.record(
    z.string(),
    z.looseObject({
      name: z.string(),
      if: z.string().optional(),
      needs: z.array(z.string()).optional(),
      environment: z.union([z.string(), z.looseObject({ name: z.string() })]).optional(),
      "runs-on": z.string(),
      "timeout-minutes": z.number().max(GITHUB_LIMIT),
      permissions,
      steps: z.array(step),
    }),
  ),
});

/** Every workflow of this repository, from its root. */
export const files = globSync(".github/workflows/*.{yml,yaml}", { cwd: root });
/** The text of one. */
export const textOf = (file: string): string => readFileSync(join(root, file), "utf8");
/** One, held to the form that all of them have. */
export const read = (file: string) => workflowSchema.parse(parse(textOf(file)));
