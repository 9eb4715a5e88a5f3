/** Group 5: what lies beside the inventory. */
import { defineRule, say } from "./rule.ts";

const COMPARE = "Run {commands}; then compare the keys with those on the hosts' consoles (ssh-keygen -lf)";
const COMPARE_ES =
  "Ejecute {commands}; luego compare las claves con las de las consolas de los hosts (ssh-keygen -lf)";

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
      ["is missing: no SSH host key is known", COMPARE],
      ["falta: no se conoce la clave SSH de ningún host", COMPARE_ES],
    ),
    host: say(["has no key of {hosts}", COMPARE], ["no tiene clave de {hosts}", COMPARE_ES]),
  },
});

export const knownHostLine = defineRule({
  code: "OML0502",
  group: 5,
  severity: "error",
  name: "known-hosts-line",
  title: {
    en: "A line of known_hosts that ssh cannot read",
    es: "Una línea de known_hosts que ssh no puede leer",
  },
  why: {
    en: "ssh skips such a line without a word; the host it was meant for is then unknown.",
    es: "ssh omite la línea sin avisar; el host para el que estaba es entonces desconocido.",
  },
  example: { bad: "192.0.2.11 AAAAC3NzaC1…", good: "192.0.2.11 ssh-ed25519 AAAAC3NzaC1…" },
  texts: {
    form: say(
      ["is not a host, a type of key and a whole key", "Collect the key again with ssh-keyscan"],
      ["no es un host, un tipo de clave y una clave entera", "Recoja la clave otra vez con ssh-keyscan"],
    ),
  },
});

export const wildcardHost = defineRule({
  code: "OML0503",
  group: 5,
  severity: "warning",
  name: "known-hosts-wildcard",
  title: { en: "A host key for any host", es: "Una clave para cualquier host" },
  why: {
    en: "Whoever holds that key can pass for any host of the tenant.",
    es: "Quien tenga esa clave puede pasar por cualquier host del tenant.",
  },
  texts: {
    any: say(
      ["trusts this key for any host", "Write the host's address in place of the pattern"],
      ["confía en esta clave para cualquier host", "Escriba la dirección del host en lugar del patrón"],
    ),
  },
});

export const sameHostKey = defineRule({
  code: "OML0504",
  group: 5,
  severity: "warning",
  name: "same-host-key",
  title: { en: "Both hosts have one SSH key", es: "Los dos hosts tienen una misma clave SSH" },
  why: {
    en: "Machines cloned from one image have one key, and each can pass for the other.",
    es: "Las máquinas clonadas de una imagen tienen una misma clave, y cada una puede pasar por la otra.",
  },
  texts: {
    same: say(
      [
        "is the key of the other host too",
        "Make new keys on one of them: ssh-keygen -A after removing the old ones",
      ],
      [
        "es también la clave del otro host",
        "Genere claves nuevas en uno: ssh-keygen -A tras quitar las anteriores",
      ],
    ),
  },
});

export const strayFile = defineRule({
  code: "OML0505",
  group: 5,
  severity: "warning",
  name: "stray-file",
  title: { en: "A file that nothing reads", es: "Un archivo que nada lee" },
  why: {
    en: "A misnamed file has no effect, and a forgotten one is often a copy of something secret.",
    es: "Un archivo mal nombrado no tiene efecto, y uno olvidado suele ser copia de algo secreto.",
  },
  texts: {
    near: say(
      ["is read by nothing", "Rename it: did you mean {near}?"],
      ["nada lo lee", "Cámbiele el nombre: ¿quiso escribir {near}?"],
    ),
    other: say(["is read by nothing", "Remove it"], ["nada lo lee", "Quítelo"]),
  },
});

export const unusedCertificate = defineRule({
  code: "OML0506",
  group: 5,
  severity: "warning",
  name: "unused-certificate",
  title: { en: "A certificate that is not served", es: "Un certificado que no se sirve" },
  why: {
    en: "cert.pem and key.pem are served with `certs: custom` alone.",
    es: "cert.pem y key.pem solo se sirven con `certs: custom`.",
  },
  texts: {
    unused: say(
      ["is not served, as certs is {certs}", "Set certs: custom, or remove the file"],
      ["no se sirve, porque certs es {certs}", "Ponga certs: custom, o quite el archivo"],
    ),
  },
});

export const besideRules = [
  knownHosts,
  knownHostLine,
  wildcardHost,
  sameHostKey,
  strayFile,
  unusedCertificate,
];
