/** Environment files as `podman run --env-file` reads them: everything behind the first `=` is the value, verbatim. */
import type { Environment } from "../components/component.ts";
import type { Text } from "./desired.ts";
import { text } from "./text.ts";

/** One line a variable. Values cannot hold line breaks: reading a tenant refuses them. */
export function renderEnvironment(environment: Environment): Text {
  const lines = Object.entries(environment).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [`${name}=`, typeof value === "object" ? value : plain(value), "\n"];
  });
  return text(...lines);
}

/** The inverse for a filled file: variables by name. */
export function parseEnvironment(content: string): ReadonlyMap<string, string> {
  const lines = content.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** Upstream's images compare with Python's spelling. */
function plain(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}
