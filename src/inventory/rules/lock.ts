/** Group 5: the image lock. */
import { defineRule, say } from "./rule.ts";

const RELOCK = "Run oml lock --tenant {tenant}";
const RELOCK_ES = "Ejecute oml lock --tenant {tenant}";
const RELOCK_ONE = "Run oml lock --tenant {tenant} --component {component}";
const RELOCK_ONE_ES = "Ejecute oml lock --tenant {tenant} --component {component}";

export const lockForm = defineRule({
  code: "OML0507",
  group: 5,
  severity: "error",
  name: "lock-form",
  title: { en: "An image lock that cannot be read", es: "Un lock de imágenes que no se puede leer" },
  why: {
    en: "The lock decides which bytes run. It is written by `oml lock` alone; what it does not say exactly is not guessed.",
    es: "El lock decide qué bytes se ejecutan. Solo lo escribe `oml lock`; lo que no dice con exactitud no se adivina.",
  },
  texts: {
    conflict: say(
      ["holds the two sides of a merge", `Keep either side, then: ${RELOCK}`],
      ["contiene los dos lados de una fusión", `Conserve uno de los dos y luego: ${RELOCK_ES}`],
    ),
    json: say(["is not JSON", RELOCK], ["no es JSON", RELOCK_ES]),
    value: say(["is not {form}", RELOCK], ["no es {form}", RELOCK_ES]),
    written: say(
      ["is not as oml lock writes it: a key is repeated, or its order is another", RELOCK],
      ["no está como lo escribe oml lock: una clave se repite, o su orden es otro", RELOCK_ES],
    ),
  },
});

export const lockMissing = defineRule({
  code: "OML0508",
  group: 5,
  severity: "error",
  name: "lock-missing",
  title: { en: "An image that is not locked", es: "Una imagen sin fijar" },
  why: {
    en: "A tag can name other bytes tomorrow. Only a digest makes what is deployed what was reviewed, and a revert the release before. (A tenant whose addresses are those of documentation is an example that nobody deploys: there a missing file is a warning.)",
    es: "Una etiqueta puede nombrar otros bytes mañana. Solo un digest hace que lo desplegado sea lo revisado, y que una reversión sea la versión anterior. (Un tenant con direcciones de documentación es un ejemplo que nadie despliega: ahí el archivo que falta es una advertencia.)",
  },
  texts: {
    file: say(["is missing: no image is locked", RELOCK], ["falta: ninguna imagen está fijada", RELOCK_ES]),
    component: say(
      ["does not lock {component}, which this tenant deploys", RELOCK_ONE],
      ["no fija {component}, que este tenant despliega", RELOCK_ONE_ES],
    ),
  },
});

export const lockStale = defineRule({
  code: "OML0509",
  group: 5,
  severity: "error",
  name: "lock-stale",
  title: {
    en: "A lock that is not of this inventory",
    es: "Un lock que no corresponde a este inventario",
  },
  why: {
    en: "The inventory names one version and the lock another: whichever ran would not be what the other says.",
    es: "El inventario nombra una versión y el lock otra: cualquiera que se ejecutara no sería lo que dice el otro.",
  },
  texts: {
    image: say(
      ["locks {locked} for {component}, which now is {wanted}", RELOCK_ONE],
      ["fija {locked} para {component}, que ahora es {wanted}", RELOCK_ONE_ES],
    ),
    tag: say(
      ["locks {component} at {locked}, and the inventory says {wanted}", RELOCK_ONE],
      ["fija {component} en {locked}, y el inventario dice {wanted}", RELOCK_ONE_ES],
    ),
    extra: say(
      ["locks {image}, which {component} does not use", RELOCK_ONE],
      ["fija {image}, que {component} no usa", RELOCK_ONE_ES],
    ),
    unused: say(
      ["locks {component}, which this tenant does not deploy", RELOCK],
      ["fija {component}, que este tenant no despliega", RELOCK_ES],
    ),
  },
});

export const lockTampered = defineRule({
  code: "OML0510",
  group: 5,
  severity: "error",
  name: "lock-tampered",
  title: { en: "A digest that is another image's", es: "Un digest que es de otra imagen" },
  why: {
    en: "One digest is the content of one image alone. A lock that says otherwise was not written by `oml lock`: one line was copied to another's place, by mistake or on purpose.",
    es: "Un digest es el contenido de una sola imagen. Un lock que dice otra cosa no lo escribió `oml lock`: una línea se copió en el lugar de otra, por error o a propósito.",
  },
  texts: {
    image: say(["is also the digest of {other}", RELOCK], ["es también el digest de {other}", RELOCK_ES]),
    twice: say(
      ["is not the digest that {component} has for {image}", RELOCK],
      ["no es el digest que {component} tiene para {image}", RELOCK_ES],
    ),
    tenant: say(
      ["is the digest of {other} in the lock of {elsewhere}", RELOCK],
      ["es el digest de {other} en el lock de {elsewhere}", RELOCK_ES],
    ),
    moved: say(
      [
        "is not the digest {elsewhere} has for {image}, a tag that is never moved",
        "Ask the registry which of the two it is: oml lock --tenant {tenant} --check",
      ],
      [
        "no es el digest que {elsewhere} tiene para {image}, una etiqueta que nunca se mueve",
        "Pregunte al registro cuál de los dos es: oml lock --tenant {tenant} --check",
      ],
    ),
  },
});

export const lockRules = [lockForm, lockMissing, lockStale, lockTampered];
