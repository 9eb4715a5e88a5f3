/** Group 8: `# oml-ignore CODE reason` comments. */
import { defineRule, say } from "./rule.ts";

export const unusedIgnore = defineRule({
  code: "OML0801",
  group: 8,
  severity: "warning",
  name: "unused-ignore",
  title: { en: "An ignore that silences nothing", es: "Una excepción que no silencia nada" },
  why: {
    en: "It would silence the next mistake on this line, which nobody has seen yet.",
    es: "Silenciaría el próximo error de esta línea, que nadie ha visto todavía.",
  },
  example: { bad: "TZ: Etc/UTC  # oml-ignore OML0412 long repaired", good: "TZ: Etc/UTC" },
  texts: {
    unused: say(
      ["ignores {code}, which is not reported on this line", "Remove the comment"],
      ["ignora {code}, que no se señala en esta línea", "Quite el comentario"],
    ),
  },
});

export const ignoredError = defineRule({
  code: "OML0802",
  group: 8,
  severity: "warning",
  name: "ignored-error",
  title: { en: "An ignore of an error", es: "Una excepción para un error" },
  why: {
    en: "Warnings are a matter of judgement, errors are not: they stop a deploy whatever a comment says.",
    es: "Las advertencias son cuestión de criterio, los errores no: detienen un despliegue diga lo que diga un comentario.",
  },
  texts: {
    error: say(
      [
        "ignores {code}, which is an error here: only warnings can be ignored",
        "Correct the line, and remove the comment",
      ],
      [
        "ignora {code}, que aquí es un error: solo se pueden ignorar advertencias",
        "Corrija la línea y quite el comentario",
      ],
    ),
  },
});

export const ignoreForm = defineRule({
  code: "OML0803",
  group: 8,
  severity: "warning",
  name: "ignore-form",
  title: { en: "An ignore that is not understood", es: "Una excepción que no se entiende" },
  why: {
    en: "It silences nothing. An ignore names one code and says why, for whoever reads the line next.",
    es: "No silencia nada. Una excepción nombra un código y dice por qué, para quien lea la línea después.",
  },
  example: {
    bad: "ami_password: 7hs…  # oml-ignore OML0301",
    good: "ami_password: 7hs…  # oml-ignore OML0301 a lab's password",
  },
  texts: {
    code: say(
      ["does not name a rule", "Write # oml-ignore, the code of the warning and the reason"],
      ["no nombra una regla", "Escriba # oml-ignore, el código de la advertencia y el motivo"],
    ),
    reason: say(
      ["ignores {code} without a reason", "Write the reason behind the code"],
      ["ignora {code} sin un motivo", "Escriba el motivo detrás del código"],
    ),
  },
});

export const ignoreRules = [unusedIgnore, ignoredError, ignoreForm];
