/** Hides secret values in text that people or machines will read. Pure. */

/** What stands where a secret was. */
const HIDDEN = "‹secret›";
/** Shorter values would blank every second word; the inventory's rules ask for longer ones. */
const SHORTEST = 4;

/** A function that hides the given values in a text: as they are, as JSON, URL-encoded and as base64. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const forms = [...new Set([...secrets].flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, HIDDEN), text);
}

/** A multi-line secret, such as a private key, is hidden line by line too. */
function formsOf(secret: string): readonly string[] {
  const parts = [secret, ...(secret.includes("\n") ? secret.split("\n") : [])];
  return parts
    .flatMap((part) => [
      part,
      JSON.stringify(part).slice(1, -1),
      encodeURIComponent(part),
      Buffer.from(part).toString("base64").replace(/=+$/, ""),
    ])
    .filter((form) => form.trim().length >= SHORTEST && !/^-+(BEGIN|END) [A-Z ]+-+$/.test(form));
}

/** Applies a redactor to every string of a value made of plain data. */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === "string" ? redact(item) : item,
  ) as T;
}
