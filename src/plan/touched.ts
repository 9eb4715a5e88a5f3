/** Which secrets a change touches. Judged on what stands in the files: a plan has no vault password. Pure. */
import { SECRET_NAMES } from "../inventory/checks/secret-names.ts";
import { viewsOf } from "../inventory/fleet/facts.ts";
import type { Span } from "../inventory/problem.ts";
import { CERTIFICATE_KEY } from "../inventory/secrets.ts";
import type { TenantSources } from "../inventory/tenant.ts";
import { readDocument } from "../inventory/yaml/document.ts";

/**
 * The names of the slots whose secret is written otherwise in `head`. A vault that was only re-keyed counts too:
 * nobody can tell without its password. No value leaves this function.
 */
export function touchedSecrets(base: TenantSources, head: TenantSources): ReadonlySet<string> {
  const [before, after] = [writtenSecrets(base), writtenSecrets(head)];
  const names = new Set([...before.keys(), ...after.keys()]);
  return new Set([...names].filter((name) => before.get(name) !== after.get(name)).sort());
}

function writtenSecrets(sources: TenantSources): ReadonlyMap<string, string> {
  const { inventory, key } = sources;
  const document = readDocument(inventory);
  const written = new Map<string, string>();
  for (const view of viewsOf(document.value)) {
    for (const name of view.given) {
      if (!SECRET_NAMES.has(name)) continue;
      const clear = view.secrets.get(name);
      const text = clear ?? sealedText(inventory.text, document.valueAt(view.pathOf(name)));
      written.set(name, `${written.get(name) ?? ""}\0${clear === undefined ? "sealed" : "clear"} ${text}`);
    }
  }
  return key === undefined ? written : written.set(CERTIFICATE_KEY, key.text);
}

/** A vaulted value without its indentation. What stands elsewhere, behind an alias, is the whole file. */
function sealedText(text: string, { line, column, endLine, endColumn }: Span): string {
  const lines = text.split("\n").slice(line - 1, endLine);
  const last = lines.length - 1;
  const cut = lines.map((content, index) =>
    content.slice(index === 0 ? column - 1 : 0, index === last ? endColumn - 1 : undefined),
  );
  const value = cut.map((content) => content.trim()).join("\n");
  return value.startsWith("*") ? text : value;
}
