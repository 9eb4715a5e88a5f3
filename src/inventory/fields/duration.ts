/** Spans of time as people write them: `15m`, `72h`, `3d`. */
import { matching } from "./fields.ts";
import type { Text } from "../rules/rule.ts";

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A span of time, kept as it is written; `millisecondsOf` reads it. */
export function duration(example: string) {
  const form: Text = {
    en: `a number of minutes, hours or days such as ${example}`,
    es: `una cantidad de minutos, horas o días como ${example}`,
  };
  return matching(/^\d{1,4}[mhd]$/, form);
}

/** The milliseconds of a span of time that `duration` accepted; throws on any other text. */
export function millisecondsOf(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`no span of time: ${text}`);
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}
