/** actionlint over every workflow; built first where the cache has none. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { PLACE } from "../lab/place.ts";
import { buildTestTool } from "../lab/tools/build.ts";

const root = join(import.meta.dirname, "..");
const actionlint = await buildTestTool("actionlint", PLACE.cache, (line) => console.log(line));
// Other linters only where this repository pins them: the verdict is the same on every machine.
const alone = ["-shellcheck=", "-pyflakes="];
const result = spawnSync(actionlint, ["-no-color", ...alone], { cwd: root, stdio: "inherit" });
process.exitCode = result.status ?? 1;
