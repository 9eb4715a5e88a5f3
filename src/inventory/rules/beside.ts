/** Group 5: what lies beside the inventory. */
import { defineRule, say } from "./rule.ts";

const compare = {
  en: "Run {commands}; then compare the keys with those on the hosts' consoles (ssh-keygen -lf)",
  es: "Ejecute {commands}; luego compare las claves con las de las consolas de los hosts (ssh-keygen -lf)",
};

export const knownHosts = defineRule({
  code: "OML0501",
  group: 5,
  severity: "error",
  name: "known-hosts",
  title: { en: "A host whose SSH key is not known", es: "Un host cuya clave SSH no se conoce" },
  why: {
    en: "Host keys are always checked: without them a deploy could hand a tenant's secrets to whoever answers at its address.",
    es: "Las claves de los hosts siempre se comprueban: sin ellas un despliegue podría entregar los secretos de un tenant a quien responda en su dirección.",
  },
  texts: {
    file: say(
      ["is missing: no SSH host key is known", compare.en],
      ["falta: no se conoce la clave SSH de ningún host", compare.es],
    ),
    host: say(["has no key of {hosts}", compare.en], ["no tiene clave de {hosts}", compare.es]),
  },
});

export const besideRules = [knownHosts];
