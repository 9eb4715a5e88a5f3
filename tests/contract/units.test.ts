import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { releaseOf } from "../../src/release/testing.ts";
import { fillText } from "../../src/release/text.ts";
import { example } from "./examples.ts";

const NAME = "systemd finds nothing to say about any unit";
// In CI a missing program is a failure.
const isSkipped = spawnSync("systemd-analyze", ["--version"]).status !== 0 && !process.env["CI"];
if (isSkipped) console.warn(`== SKIPPED: ${NAME} (tests/contract/units.test.ts): it needs systemd-analyze`);

test.skipIf(isSkipped)(NAME, () => {
  const folder = mkdtempSync(join(tmpdir(), "oml-units-"));
  const { app, voice } = releaseOf(example("demo"));
  const files = [...app.components, ...voice.components].flatMap((component) => component.files);
  const units = files.filter(({ path }) => path.endsWith(".service"));
  const paths = units.map(({ path, content }) => {
    const copy = join(folder, path.replace(/^.*\//, ""));
    // This machine need not have podman.
    writeFileSync(copy, fillText(content, () => "").replaceAll("/usr/bin/podman", "/bin/true"));
    return copy;
  });
  const { status, stderr } = spawnSync("systemd-analyze", ["verify", ...new Set(paths)], {
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(new Set(paths).size).toBe(14);
});
