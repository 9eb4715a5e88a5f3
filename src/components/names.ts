/** What a person may write behind `--component`. */
import { catalogue } from "./catalogue.ts";

/** The names of the components a word stands for, or every valid word. */
export type ComponentWords =
  | { readonly ok: true; readonly names: readonly string[] | "all" }
  | { readonly ok: false; readonly valid: readonly string[] };

const names = catalogue.map(({ name }) => name);
const onVoice = catalogue.filter(({ placement }) => placement.voice !== undefined).map(({ name }) => name);
const exporters = names.filter((name) => name.startsWith("prometheus_"));
const backing = ["minio", "redis", "postgresql"];

/** Upstream's aliases and groups. */
const WORDS: Readonly<Record<string, readonly string[] | "all">> = {
  all: "all",
  aio: "all",
  app: names.filter((name) => ![...backing, ...onVoice, ...exporters].includes(name)),
  voice: onVoice.filter((name) => !exporters.includes(name)),
  backing,
  django: ["omnileads", "daphne", "cron"],
  pgsql: ["postgresql"],
  observability: exporters,
  prometheus: exporters,
};

/** Resolves a component's name, an alias or a group of upstream's (`django`, `pgsql`, `voice`, `all`…). */
export function resolveComponents(word: string): ComponentWords {
  if (names.includes(word)) return { ok: true, names: [word] };
  const found = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (found !== undefined) return { ok: true, names: found };
  return { ok: false, valid: [...Object.keys(WORDS), ...names] };
}
