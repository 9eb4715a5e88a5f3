/** Puts secrets into a desired state, in memory, at deploy. */
import type { DesiredState, Slot, Text } from "./desired.ts";
import { fillText } from "./text.ts";

/** Fills every slot, and lists the values used. Throws where `secrets` lacks one: a mistake of the caller. */
export function fill(
  desired: DesiredState<Text>,
  secrets: ReadonlyMap<string, string>,
): DesiredState<string> {
  const { filled, used } = fillSlots(desired, secrets);
  return { ...(filled as DesiredState<string>), secrets: used };
}

/** A document with every slot filled, and the values used. Throws where `secrets` lacks one: a mistake of the caller. */
export function fillSlots(
  document: unknown,
  secrets: ReadonlyMap<string, string>,
): { readonly filled: unknown; readonly used: readonly string[] } {
  const used = new Set<string>();
  const filled = replaceTexts(document, (parts) =>
    fillText(parts, (name) => {
      const value = secrets.get(name);
      if (value === undefined) throw new Error(`no secret was given for the slot ${name}`);
      used.add(value);
      return value;
    }),
  );
  return { filled, used: [...used] };
}

/** The same state with every text replaced. */
export function mapTexts<T>(desired: DesiredState<Text>, replace: (text: Text) => T): DesiredState<T> {
  return replaceTexts(desired, replace) as DesiredState<T>;
}

function replaceTexts(document: unknown, replace: (text: Text) => unknown): unknown {
  const walk = (value: unknown, key: string): unknown => {
    if (isText(value, key)) return replace(value);
    if (Array.isArray(value)) return value.map((item) => walk(item, ""));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, name)]));
  };
  return walk(document, "");
}

/** The fields of a desired state that are texts; everywhere else a list of strings is a list of strings. */
const TEXT_FIELDS = new Set([
  "content",
  "password",
  "escrow_password",
  "access_key",
  "secret_key",
  "admin_password",
]);

function isText(value: unknown, key: string): value is readonly (string | Slot)[] {
  return TEXT_FIELDS.has(key) && Array.isArray(value);
}
