/** Hides secret values in text that people or machines will read. Pure. */

/** What stands where a secret was. */
const HIDDEN = "‹secret›";
/** Shorter values would blank every second word; the inventory's rules ask for longer ones. */
const SHORTEST = 4;

/** A function that hides the given values in a text, in every form of `secretForms`. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const forms = [...new Set([...secrets].flatMap(secretForms))].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((shown, form) => shown.replaceAll(form, HIDDEN), text);
}

/**
 * The texts in which a secret may show itself: as it is, as JSON, as XML, URL-encoded, and as base64 wherever in an
 * encoded text it stands. A multi-line secret, such as a private key, shows itself line by line too.
 */
export function secretForms(secret: string): readonly string[] {
  const parts = [secret, ...(secret.includes("\n") ? secret.split(/\r?\n/) : [])].filter(isTelling);
  const forms = parts.flatMap((part) => [
    part,
    part.trim(),
    JSON.stringify(part).slice(1, -1),
    asXml(part),
    encodeURIComponent(part),
    Buffer.from(part).toString("base64").replace(/=+$/, ""),
    ...[1, 2].map((before) => base64Behind(part, before)),
  ]);
  return [...new Set(forms.filter(isTelling))];
}

function isTelling(text: string): boolean {
  return text.trim().length >= SHORTEST && !/^-+(BEGIN|END) [A-Z ]+-+$/.test(text);
}

function asXml(text: string): string {
  const entities = new Map([
    ["&", "&amp;"],
    ["<", "&lt;"],
    [">", "&gt;"],
    ['"', "&quot;"],
    ["'", "&apos;"],
  ]);
  return text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character);
}

/** What base64 makes of a text that stands behind `before` other bytes, without what they and those behind it decide. */
function base64Behind(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
  const whole = Math.floor((bytes.length * 8) / 6);
  return bytes.toString("base64").slice(before + 1, whole);
}

/** Applies a redactor to every string of a value made of plain data. */
export function redactDeep<T>(value: T, redact: (text: string) => string): T {
  return JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
    typeof item === "string" ? redact(item) : item,
  ) as T;
}
