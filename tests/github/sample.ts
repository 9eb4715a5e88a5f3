/** The smallest values that GitHub's description allows: what the stand-in says where nothing depends on it. */
import { nodeAt, resolve, type Node } from "./openapi.ts";

/** An instance of a component's schema, by its name; `own` stands in the place of what would be made. */
export function sample(component: string, own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const schema = nodeAt(["components", "schemas", component]);
  if (schema === undefined) throw new Error(`GitHub's description has no ${component}`);
  return sampleOf(schema, own) as Record<string, unknown>;
}

function sampleOf(node: Node, own: Readonly<Record<string, unknown>> = {}): unknown {
  const schema = resolve(node);
  const choices = (schema["anyOf"] ?? schema["oneOf"]) as readonly Node[] | undefined;
  if (choices !== undefined && schema["properties"] === undefined) return ofChoices(choices);
  const parts = schema["allOf"] as readonly Node[] | undefined;
  if (parts !== undefined) return Object.assign({}, ...parts.map((part) => sampleOf(part)), own) as unknown;
  const [first] = (schema["enum"] as readonly unknown[] | undefined) ?? [];
  if (first !== undefined) return first;
  if (schema["type"] === "object" || schema["properties"] !== undefined) return objectOf(schema, own);
  return scalarOf(schema);
}

/** Null wherever it is allowed. */
function ofChoices(choices: readonly Node[]): unknown {
  if (choices.some((choice) => choice["type"] === "null")) return null;
  return sampleOf(choices[0] ?? {});
}

/** The required properties only, but for those given. */
function objectOf(schema: Node, own: Readonly<Record<string, unknown>>): unknown {
  const properties = (schema["properties"] ?? {}) as Readonly<Record<string, Node>>;
  const required = (schema["required"] ?? []) as readonly string[];
  const made = required
    .filter((name) => !(name in own))
    .map((name) => [name, sampleOf(properties[name] ?? {})] as const);
  return { ...Object.fromEntries(made), ...own };
}

function scalarOf({ type, format, minLength }: Node): unknown {
  switch (type) {
    case "string":
      return textOf(format, Number(minLength ?? 0));
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return false;
    case "array":
      return [];
    default:
      return {};
  }
}

function textOf(format: unknown, length: number): string {
  if (format === "uri") return "https://github.example/x";
  return format === "date-time" ? "2026-01-01T00:00:00Z" : "x".repeat(length);
}
