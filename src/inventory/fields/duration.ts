/** Spans of time as people write them: `0`, `90s`, `15m`, `72h`, `3d`. */
import { matching } from "./fields.ts";
import type { Text } from "../rules/rule.ts";

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A span of time, kept as it is written; `millisecondsOf` reads it. */
export function duration(example: string) {
  const form: Text = {
    en: `a number of seconds, minutes, hours or days such as ${example}`,
    es: `una cantidad de segundos, minutos, horas o días como ${example}`,
  };
  return matching(/^(0|\d{1,4}[smhd])$/, form);
}

/** The milliseconds of a span of time that `duration` accepted; throws on any other text. */
export function millisecondsOf(text: string): number {
  if (text === "0") return 0;
  const [, count, unit] = /^(\d{1,4})([smhd])$/.exec(text) ?? [];
  if (count === undefined) throw new Error(`no span of time: ${text}`);
  return Number(count) * UNITS[unit as keyof typeof UNITS];
}
