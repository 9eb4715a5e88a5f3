/** The kinds of values an inventory holds. Each says in plain words what it accepts; that is the message when it does not. */
import { z } from "zod";
import { isAddress, isDnsName, isIpv4 } from "../address.ts";
import { innerOf } from "./blocks.ts";
import { readDirectly, REFUSED } from "./field-reader.ts";
import type { Text } from "../rules/rule.ts";
import { Secret } from "../secret.ts";

/** Keywords of JSON Schema that say to an editor what a field accepts: never less than `read` does, but for `true` as a text. */
type Keywords = Readonly<Record<string, unknown>>;

/** A scalar that YAML's core schema may read as text or number. */
const TEXT_OR_NUMBER: Keywords = { type: ["string", "number"] };

/** A field read from a scalar's text; `form` completes the sentences "it must be …" and "debe ser …". */
export function accepting<T>(form: Text, read: (text: string) => T | undefined, keywords: Keywords = {}) {
  const schema = z
    .string({ error: form.en })
    .transform((text, context): T => {
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: "custom", message: form.en });
      return z.NEVER;
    })
    .meta({ ...inWords(form), ...keywords });
  return readDirectly(schema, (text) => {
    const value = typeof text === "string" ? read(text) : undefined;
    return value === undefined ? REFUSED : { ok: true, value };
  });
}

/** A block whose keys are known; any other is refused. */
export function block<const Shape extends z.core.$ZodLooseShape>(shape: Shape, form: Text) {
  return z.strictObject(shape, { error: form.en }).meta(inWords(form));
}

/** A form as a schema's metadata: what `formAt` reads. */
export function inWords(form: Text): { readonly form: string; readonly formEs: string } {
  return { form: form.en, formEs: form.es };
}

/** The form of what stands at a path of a schema's data, where the schema says one. */
export function formAt(schema: z.ZodType, path: readonly (string | number)[]): Text | undefined {
  const [first, ...rest] = path;
  const { form, formEs } = schema.meta() ?? {};
  if (first === undefined && typeof form === "string") return { en: form, es: String(formEs ?? form) };
  const inner = first === undefined ? undefined : innerOf(schema, first);
  if (inner !== undefined) return formAt(inner, rest);
  const isWrapper =
    "unwrap" in schema && typeof schema.unwrap === "function" && !(schema instanceof z.ZodArray);
  return isWrapper ? formAt((schema as { unwrap: () => z.ZodType }).unwrap(), path) : undefined;
}

/** A text that matches `pattern` as a whole. */
export function matching(pattern: RegExp, form: Text) {
  return accepting(form, (value) => (pattern.test(value) ? value : undefined), {
    ...TEXT_OR_NUMBER,
    pattern: pattern.source,
  });
}

/** One line of text, not empty. */
export function text(form: Text) {
  return accepting(form, (value) => (value === "" ? undefined : value), TEXT_OR_NUMBER);
}

/** A whole number between two bounds, written in decimal digits. */
export function whole(minimum: number, maximum: number, form: Text) {
  const read = (value: string) => {
    const number = /^(0|[1-9]\d{0,14})$/.test(value) ? Number(value) : NaN;
    return number >= minimum && number <= maximum ? number : undefined;
  };
  return accepting(form, read, { type: ["integer", "string"], minimum, maximum });
}

/** `true` or `false`, and YAML 1.1's other spellings, as Ansible reads them. */
export function flag() {
  const read = (value: string) => {
    if (/^(true|yes|on)$/i.test(value)) return true;
    return /^(false|no|off)$/i.test(value) ? false : undefined;
  };
  return accepting({ en: "true or false", es: "true o false" }, read, { type: ["boolean", "string"] });
}

/** One of a closed list of words. */
export function oneOf<const T extends string>(...words: readonly T[]) {
  const form = { en: `one of: ${words.join(", ")}`, es: `uno de: ${words.join(", ")}` };
  return accepting(form, (value) => words.find((word) => word === value), {
    enum: words,
  });
}

/** A secret: plain text, or a `!vault` value that reading turned into a `Secret`. */
export function secret(form: Text) {
  const plain = text(form).transform((value) => Secret.of(value));
  const vaulted = z.custom<Secret>((value) => value instanceof Secret);
  const schema = z
    .union([vaulted, plain], { error: form.en })
    .meta({ ...inWords(form), secret: true, ...TEXT_OR_NUMBER });
  return readDirectly(schema, (value) => {
    if (value instanceof Secret) return { ok: true, value };
    return typeof value === "string" && value !== "" ? { ok: true, value: Secret.of(value) } : REFUSED;
  });
}

/** An image tag. Tags that look like numbers stay text. */
export function tag() {
  return matching(/^\w[\w.-]{0,127}$/, {
    en: "an image tag such as latest or face6cfa",
    es: "una etiqueta de imagen como latest o face6cfa",
  });
}

/** A TCP or UDP port. */
export function port(example: number) {
  return whole(1, 65535, {
    en: `a port from 1 to 65535, such as ${example}`,
    es: `un puerto de 1 a 65535, como ${example}`,
  });
}

/** An IPv4 in dotted quads. */
export function ipv4() {
  return accepting(
    { en: "an IPv4 address such as 10.10.10.4", es: "una dirección IPv4 como 10.10.10.4" },
    (value) => (isIpv4(value) ? value : undefined),
  );
}

/** An IPv4 or a DNS name. */
export function address() {
  return accepting(
    { en: "an IPv4 address or a DNS name", es: "una dirección IPv4 o un nombre DNS" },
    (value) => (isAddress(value) ? value : undefined),
  );
}

/** A DNS name with at least one dot. */
export function dnsName() {
  return accepting(
    { en: "a DNS name such as pbx.example.com", es: "un nombre DNS como pbx.example.com" },
    (value) => (isDnsName(value) ? value : undefined),
  );
}

/** A PostgreSQL identifier that needs no quoting surprises. */
export function identifier() {
  return matching(/^[A-Za-z_][\w$-]{0,62}$/, {
    en: "a PostgreSQL name of letters, digits, _ and - (63 at most)",
    es: "un nombre de PostgreSQL de letras, dígitos, _ y - (63 como máximo)",
  });
}

const TIME_ZONE: Text = {
  en: "an IANA time zone such as America/Argentina/Cordoba",
  es: "una zona horaria IANA como America/Argentina/Cordoba",
};

/** An IANA time zone. */
export function timeZone() {
  return accepting(TIME_ZONE, (value) =>
    /^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(value) && isKnownZone(value) ? value : undefined,
  );
}

/** Asking Intl takes as long as the rest of an inventory; a fleet has few zones. */
const zones = new Map<string, boolean>();

function isKnownZone(zone: string): boolean {
  const known = zones.get(zone) ?? asksIntl(zone);
  zones.set(zone, known);
  return known;
}

function asksIntl(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The root of an HTTP(S) service: scheme, host and port. A slash behind them is dropped. */
export function endpointUrl() {
  const form = {
    en: "a URL such as https://s3.example.com or https://10.0.0.5:9000, without a path",
    es: "una URL como https://s3.example.com o https://10.0.0.5:9000, sin ruta",
  };
  return accepting(form, (value) => {
    const [, root, host, portText = "443"] =
      /^(https?:\/\/([^/:@?#\s]+)(?::(\d{1,5}))?)\/?$/.exec(value) ?? [];
    const portIsValid = Number(portText) >= 1 && Number(portText) <= 65535;
    // Of names such as xn--0 only the parser of URLs knows that they are none.
    return host !== undefined && isAddress(host) && portIsValid && URL.canParse(value) ? root : undefined;
  });
}

/** A latitude and longitude as upstream writes them: JSON in a string. */
export function mapCentre() {
  const example = `'{"lat": -31.41, "lng": -64.18}'`;
  const form = { en: `JSON in quotes, such as ${example}`, es: `JSON entre comillas, como ${example}` };
  return accepting(form, (value) => {
    try {
      const centre = JSON.parse(value) as { lat?: unknown; lng?: unknown } | null;
      return Number.isFinite(centre?.lat) && Number.isFinite(centre?.lng) ? value : undefined;
    } catch {
      return undefined;
    }
  });
}
