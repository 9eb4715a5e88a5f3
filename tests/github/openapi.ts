/** GitHub's own description of its API, trimmed by `scripts/openapi.ts`, as a judge of requests and answers. */
import { Ajv, type ValidateFunction } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A JSON Schema, or a part of the description. */
export type Node = Readonly<Record<string, unknown>>;

const file = join(import.meta.dirname, "openapi.json");
const description = JSON.parse(readFileSync(file, "utf8")) as Node & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Node>>>>;
};

const isDate = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text);
const ajv = new Ajv({
  strict: false,
  allErrors: true,
  coerceTypes: false,
  formats: {
    "date-time": isDate,
    uri: (text: string) => URL.canParse(text),
    email: true,
    int64: true,
    timestamp: true,
  },
});
ajv.addSchema(description, "github");

/** A route that a request is for. */
export interface Route {
  /** `post /repos/{owner}/{repo}/deployments` */
  readonly name: string;
  readonly at: readonly string[];
  readonly operation: Node;
  readonly parameters: Readonly<Record<string, string>>;
}

const templates = Object.entries(description.paths).map(([path, methods]) => ({
  path,
  methods,
  form: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

/** The route of a request; undefined where the trimmed description has none. */
export function routeOf(method: string, path: string): Route | undefined {
  for (const template of templates) {
    const match = template.form.exec(path);
    const operation = template.methods[method.toLowerCase()];
    if (match === null || operation === undefined) continue;
    const named = Object.entries(match.groups ?? {});
    const parameters = Object.fromEntries(named.map(([name, value]) => [name, decodeURIComponent(value)]));
    const at = ["paths", template.path, method.toLowerCase()];
    return { name: `${method.toLowerCase()} ${template.path}`, at, operation, parameters };
  }
  return undefined;
}

/** The part of the description that a pointer names; where that is a reference, what it refers to. */
export function nodeAt(at: readonly string[]): Node | undefined {
  const node = at.reduce<unknown>((parent, key) => (parent as Node | undefined)?.[key], description);
  return node === undefined ? undefined : resolve(node as Node);
}

/** What a reference refers to; a node that is none is itself. */
export function resolve(node: Node): Node {
  const reference = node["$ref"];
  return typeof reference === "string" ? (nodeAt(reference.slice(2).split("/")) ?? {}) : node;
}

const validators = new Map<string, ValidateFunction>();

function faults(at: readonly string[], value: unknown): readonly string[] {
  const pointer = at.map((key) => encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1")));
  const reference = `github#/${pointer.join("/")}`;
  const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
  validators.set(reference, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
}

/** What GitHub's description has against a request: nothing, or a sentence for each fault. */
export function faultsOfRequest(route: Route, query: URLSearchParams, body: unknown): readonly string[] {
  const { operation, at } = route;
  const declared = ((operation["parameters"] as readonly Node[] | undefined) ?? []).map(resolve);
  const names = new Set(declared.filter((node) => node["in"] === "query").map((node) => node["name"]));
  const unknown = [...query.keys()].filter((name) => !names.has(name));
  const found = unknown.map((name) => `there is no parameter ${name}`);
  for (const node of declared) {
    const name = String(node["name"]);
    const given = node["in"] === "query" ? query.get(name) : route.parameters[name];
    if (given === null || given === undefined) continue;
    const { type } = resolve(node["schema"] as Node);
    if (type === "integer" && !/^\d+$/.test(given)) found.push(`${name} is no number: ${given}`);
  }
  const schema = [...at, "requestBody", "content", "application/json", "schema"];
  const node = nodeAt(schema);
  if (node === undefined) return body === undefined ? found : [...found, "it takes no body"];
  return [...found, ...faults(schema, body), ...strangers(node, body)];
}

/** Keys of a body that the description does not have: GitHub ignores them, so each is a mistake of ours. */
function strangers(schema: Node, body: unknown): readonly string[] {
  const known = Object.keys((schema["properties"] as Node | undefined) ?? {});
  if (typeof body !== "object" || body === null) return [];
  return Object.keys(body).flatMap((key) => (known.includes(key) ? [] : [`there is no property ${key}`]));
}

/** The same of an answer. Answers of 5xx, and the limits of requests, are described nowhere. */
export function faultsOfAnswer({ at, name }: Route, status: number, body: unknown): readonly string[] {
  if (status >= 500 || [401, 403, 404, 429].includes(status)) return [];
  const response = nodeAt([...at, "responses", String(status)]);
  if (response === undefined) return [`${name} never answers ${status}`];
  const place = placeOfSchema([...at, "responses", String(status)]);
  return nodeAt(place) === undefined ? [] : faults(place, body);
}

/** Where the schema of an answer stands, behind a reference too. */
export function placeOfSchema(at: readonly string[]): readonly string[] {
  const node = at.reduce<unknown>((parent, key) => (parent as Node | undefined)?.[key], description) as Node;
  const reference = node["$ref"];
  const place = typeof reference === "string" ? reference.slice(2).split("/") : at;
  return [...place, "content", "application/json", "schema"];
}
