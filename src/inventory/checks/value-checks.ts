/** Rules about single values that their form alone does not settle. */
import { problemAt, type Document } from "../yaml/document.ts";
import type { Path, Value } from "../yaml/value.ts";
import type { Inventory, View } from "../inventory.ts";
import type { Problem } from "../problem.ts";
import { pathEscape } from "../rules/files.ts";
import { optionLike } from "../rules/injection.ts";
import { yamlTrap } from "../rules/shape.ts";
import { SECRET_NAMES } from "./secret-names.ts";
import { Secret } from "../secret.ts";

/** Secrets that become arguments of MinIO's client; the others travel in files. */
const ARGUMENTS = new Set(["bucket_access_key", "bucket_secret_key", "s3_http_admin_pass"]);
const PATHS = new Set(["email_ssl_certfile", "email_ssl_keyfile"]);

/** Values of both hosts that a command would take for an option, that lead elsewhere, or that YAML readers disagree on. */
export function checkValues(inventory: Inventory): readonly Problem[] {
  return inventory.views.flatMap((view) => checkView(inventory, view));
}

function checkView({ document, app, voice, faulty }: Inventory, view: View): readonly Problem[] {
  const typed: Readonly<Record<string, unknown>> = view.role === "app" ? app : voice;
  return Object.entries(view.values).flatMap(([name, value]) => {
    const text = value instanceof Secret ? value.reveal() : value;
    if (typeof text !== "string") return [];
    const path = view.pathOf(name);
    if (isOptionLike(name, text)) return [problemAt(document, path, optionLike, { variant: "dash" })];
    if (PATHS.has(name) && text.split("/").includes("..")) {
      return [problemAt(document, path, pathEscape, { variant: "up" })];
    }
    const isText = typeof typed[name] === "string" || typed[name] instanceof Secret;
    return isText && !faulty.has(name) ? trapAt(document, path, value) : [];
  });
}

function isOptionLike(name: string, text: string): boolean {
  if (name === "google_maps_center") return false;
  return (
    (!SECRET_NAMES.has(name) || ARGUMENTS.has(name)) && text.normalize("NFKC").trimStart().startsWith("-")
  );
}

const TRAPS = {
  flag: /^(yes|no|on|off|true|false)$/i,
  number:
    /^[-+]?(0\d[\d_]*|0[xob][\da-f_]+|\d+_[\d_]*|\d*\.\d*0|\d+\.|\.\d+|\d[\d_]*(\.\d*)?e[-+]?\d+|\d+(:[0-5]?\d)+|\.(inf|nan))$/i,
  date: /^\d{4}-\d{1,2}-\d{1,2}([Tt\s].*)?$/,
} as const;

/** A text written without quotes that other readers of YAML take for something else. */
export function trapAt(document: Document, path: Path, value: Value): readonly Problem[] {
  if (typeof value !== "string") return [];
  const variant = (["flag", "number", "date"] as const).find((kind) => TRAPS[kind].test(value));
  const isTrap = variant !== undefined && !/^\d+\.0$/.test(value) && document.isPlain(path);
  return isTrap ? [problemAt(document, path, yamlTrap, { variant })] : [];
}
