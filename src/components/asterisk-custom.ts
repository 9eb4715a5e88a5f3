/** The files in which operators customise Asterisk: theirs, once they exist. */
import type { HostFile, Text } from "../release/desired.ts";

/** Where they lie, on the host and in the container. */
export const CUSTOM_FOLDER = "/etc/asterisk/custom";

const BOTH = [
  "amd",
  "dahdi",
  "extensions",
  "extensions_bridgecall",
  "extensions_commonsub",
  "extensions_globals",
  "extensions_modules",
  "extensions_outr",
  "extensions_postcall",
  "extensions_precall",
  "func_odbc",
  "http",
  "manager",
  "pjsip",
  "pjsip_wizard",
  "queues",
  "res_odbc",
  "sip_general",
  "sip_registrations",
  "sip_trunks",
  "voicemail",
];
const CUSTOM_ONLY = ["extensions_inr", "extensions_ivr", "extensions_tc"];

/** Upstream's names, empty. */
export const customFiles: readonly HostFile<Text>[] = [
  ...BOTH.flatMap((name) => [`oml_${name}_custom.conf`, `oml_${name}_override.conf`]),
  ...CUSTOM_ONLY.map((name) => `oml_${name}_custom.conf`),
].map((name) => ({ path: `${CUSTOM_FOLDER}/${name}`, mode: "0644", content: [] }));
