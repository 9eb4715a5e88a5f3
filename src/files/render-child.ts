/** Renders tenants with another commit's code: its render bundle, in a process of its own that inherits nothing. */
import { spawnSync } from "node:child_process";
import { z } from "zod";
import type { RenderedFolder } from "./rendered-folder.ts";

/** What the bundle is told on its standard input. */
export interface RenderRequest {
  /** The tenants' folder. */
  readonly instances: string;
  /** The folder with the toolkit's `playbooks/`. */
  readonly root: string;
  /** ISO 8601. */
  readonly now: string;
}

/** Milliseconds the bundle may take. */
const PATIENCE = 120_000;
const LARGEST_ANSWER = 512 * 1024 * 1024;

const answerSchema = z.object({ format: z.literal(1), tenants: z.record(z.string(), z.unknown()) });

/** What the bundle answers; undefined where it cannot be run or speaks another format. */
export function renderInChild(bundle: string, request: RenderRequest): RenderedFolder | undefined {
  const { error, status, stdout } = spawnSync(process.execPath, [bundle], {
    cwd: request.root,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" },
    input: JSON.stringify(request),
    encoding: "utf8",
    maxBuffer: LARGEST_ANSWER,
    timeout: PATIENCE,
  });
  if (error !== undefined || status !== 0) return undefined;
  try {
    const result = answerSchema.safeParse(JSON.parse(stdout));
    // A release's own form is the renderer's: one that lacks a field compares as a change of it.
    return result.success ? (result.data as RenderedFolder) : undefined;
  } catch {
    return undefined;
  }
}
