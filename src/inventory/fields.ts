/** The kinds of values an inventory holds. Each says in plain words what it accepts; that is the message when it does not. */
import { z } from "zod";
import { isAddress, isDnsName, isIpv4 } from "./address.ts";
import { Secret } from "./secret.ts";

/** Keywords of JSON Schema that say to an editor what a field accepts: never less than `read` does. */
type Keywords = Readonly<Record<string, unknown>>;

/** A scalar that YAML's core schema may read as text or number. */
const TEXT_OR_NUMBER: Keywords = { type: ["string", "number"] };

/** A field read from a scalar's text; `form` completes the sentence "it must be …". */
export function accepting<T>(form: string, read: (text: string) => T | undefined, keywords: Keywords = {}) {
  return z
    .string({ error: form })
    .transform((text, context): T => {
      const value = read(text);
      if (value !== undefined) return value;
      context.addIssue({ code: "custom", message: form });
      return z.NEVER;
    })
    .meta({ form, ...keywords });
}

/** A text that matches `pattern` as a whole. */
export function matching(pattern: RegExp, form: string) {
  return accepting(form, (value) => (pattern.test(value) ? value : undefined), {
    ...TEXT_OR_NUMBER,
    pattern: pattern.source,
  });
}

/** One line of text, not empty. */
export function text(form: string) {
  return accepting(form, (value) => (value === "" ? undefined : value), TEXT_OR_NUMBER);
}

/** A whole number between two bounds, written in decimal digits. */
export function whole(minimum: number, maximum: number, form: string) {
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
  return accepting("true or false", read, { type: ["boolean", "string"] });
}

/** One of a closed list of words. */
export function oneOf<const T extends string>(...words: readonly T[]) {
  return accepting(`one of: ${words.join(", ")}`, (value) => words.find((word) => word === value), {
    enum: words,
  });
}

/** A secret: plain text, or a `!vault` value that reading turned into a `Secret`. */
export function secret(form: string) {
  const plain = text(form).transform((value) => Secret.of(value));
  const vaulted = z.custom<Secret>((value) => value instanceof Secret);
  return z.union([vaulted, plain], { error: form }).meta({ form, secret: true, ...TEXT_OR_NUMBER });
}

/** An image tag. Tags that look like numbers stay text. */
export function tag() {
  return matching(/^\w[\w.-]{0,127}$/, "an image tag such as latest or face6cfa");
}

/** A TCP or UDP port. */
export function port(example: number) {
  return whole(1, 65535, `a port from 1 to 65535, such as ${example}`);
}

/** An IPv4 in dotted quads. */
export function ipv4() {
  return accepting("an IPv4 address such as 10.10.10.4", (value) => (isIpv4(value) ? value : undefined));
}

/** An IPv4 or a DNS name. */
export function address() {
  return accepting("an IPv4 address or a DNS name", (value) => (isAddress(value) ? value : undefined));
}

/** A DNS name with at least one dot. */
export function dnsName() {
  return accepting("a DNS name such as pbx.example.com", (value) => (isDnsName(value) ? value : undefined));
}

/** A PostgreSQL identifier that needs no quoting surprises. */
export function identifier() {
  return matching(/^[A-Za-z_][\w$-]{0,62}$/, "a PostgreSQL name of letters, digits, _ and - (63 at most)");
}

/** An IANA time zone. */
export function timeZone() {
  return accepting("an IANA time zone such as America/Argentina/Cordoba", (value) =>
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
  const form = "a URL such as https://s3.example.com or https://10.0.0.5:9000, without a path";
  return accepting(form, (value) => {
    const [, root, host, portText = "443"] =
      /^(https?:\/\/([^/:@?#\s]+)(?::(\d{1,5}))?)\/?$/.exec(value) ?? [];
    const portIsValid = Number(portText) >= 1 && Number(portText) <= 65535;
    return host !== undefined && isAddress(host) && portIsValid ? root : undefined;
  });
}

/** A latitude and longitude as upstream writes them: JSON in a string. */
export function mapCentre() {
  return accepting(`JSON in quotes, such as '{"lat": -31.41, "lng": -64.18}'`, (value) => {
    try {
      const centre: unknown = JSON.parse(value);
      return z.object({ lat: z.number(), lng: z.number() }).safeParse(centre).success ? value : undefined;
    } catch {
      return undefined;
    }
  });
}
