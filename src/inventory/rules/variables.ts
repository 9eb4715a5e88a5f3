/** Group 1: the variables of a file and the form of their values. */
import { defineRule, say } from "./rule.ts";

export const unknownKey = defineRule({
  code: "OML0104",
  group: 1,
  severity: "error",
  name: "unknown-key",
  title: { en: "A key that nothing reads", es: "Una clave que nada lee" },
  why: {
    en: "Upstream ignores what it does not know, so a misspelt variable silently has its default.",
    es: "La herramienta original ignora lo que no conoce: una variable mal escrita toma en silencio su valor por defecto.",
  },
  example: { bad: "postgres_hots: db.example.com", good: "postgres_host: db.example.com" },
  texts: {
    near: say(
      ["is not a known {noun}", "Rename it: did you mean {near}?"],
      ["no es {noun} que se conozca", "Cámbiele el nombre: ¿quiso escribir {near}?"],
    ),
    few: say(
      ["is not a known {noun}", "Remove it; known here: {known}"],
      ["no es {noun} que se conozca", "Quite la línea; aquí se conocen: {known}"],
    ),
    other: say(["is not a known {noun}", "Remove it"], ["no es {noun} que se conozca", "Quite la línea"]),
  },
});

export const misplacedKey = defineRule({
  code: "OML0105",
  group: 1,
  severity: "error",
  name: "misplaced-key",
  title: { en: "A variable stands where it does not belong", es: "Una variable está donde no corresponde" },
  why: {
    en: "A variable under a host that does not read it has no effect; an address under all.vars would be that of both hosts.",
    es: "Una variable bajo un host que no la lee no tiene efecto; una dirección bajo all.vars sería la de los dos hosts.",
  },
  texts: {
    unread: say(
      ["stands where nothing reads it", "Move it under {place}"],
      ["está donde nada la lee", "Muévala bajo {place}"],
    ),
    shared: say(
      ["belongs to one host, and all.vars is for both", "Move it under the host it belongs to"],
      ["pertenece a un host, y all.vars es para los dos", "Muévala bajo el host al que pertenece"],
    ),
  },
});

export const missingKey = defineRule({
  code: "OML0106",
  group: 1,
  severity: "error",
  name: "missing-key",
  title: { en: "A required variable is missing", es: "Falta una variable obligatoria" },
  why: {
    en: "There is no safe default for it; upstream would stop in the middle of a deploy, or render an empty setting.",
    es: "No hay un valor por defecto seguro; la herramienta original se detendría a mitad del despliegue o dejaría vacía la opción.",
  },
  texts: {
    missing: say(["is missing", "Add {key}: {form}"], ["falta", "Agregue {key}: {form}"]),
  },
});

export const emptyValue = defineRule({
  code: "OML0107",
  group: 1,
  severity: "error",
  name: "empty-value",
  title: { en: "A variable has no value", es: "Una variable no tiene valor" },
  why: {
    en: "Upstream asks whether a variable is defined, and an empty one is: `bucket_url:` means no MinIO and an endpoint that is empty.",
    es: "La herramienta original pregunta si una variable está definida, y una vacía lo está: `bucket_url:` significa sin MinIO y con un endpoint vacío.",
  },
  example: { bad: "bucket_url:", good: "# bucket_url: https://s3.example.com" },
  texts: {
    optional: say(
      ["is empty", "Comment the line out or give a value: {form}"],
      ["está vacía", "Comente la línea o escriba un valor: {form}"],
    ),
    required: say(["is empty", "Give a value: {form}"], ["está vacía", "Escriba un valor: {form}"]),
  },
});

export const wrongValue = defineRule({
  code: "OML0108",
  group: 1,
  severity: "error",
  name: "wrong-value",
  title: {
    en: "A value is not of the form its variable has",
    es: "Un valor no tiene la forma de su variable",
  },
  why: {
    en: "Upstream checks no type: the value would reach a configuration file as it is, and fail there.",
    es: "La herramienta original no comprueba tipos: el valor llegaría tal cual a un archivo de configuración y fallaría allí.",
  },
  example: { bad: "postgres_port: 70000", good: "postgres_port: 5432" },
  texts: {
    form: say(["must be {form}", "Correct the value"], ["debe ser {form}", "Corrija el valor"]),
  },
});

export const encryptedValue = defineRule({
  code: "OML0109",
  group: 1,
  severity: "error",
  name: "encrypted-value",
  title: {
    en: "A setting that plans show is encrypted",
    es: "Está cifrada una opción que los planes muestran",
  },
  why: {
    en: "Only secrets may be !vault values; what decides where a deploy goes must be readable by its reviewer.",
    es: "Solo los secretos pueden ser valores !vault; lo que decide adónde va un despliegue debe poder leerlo quien lo revisa.",
  },
  texts: {
    encrypted: say(
      ["is encrypted, and plans show it", "Write it in plain text"],
      ["está cifrada, y los planes la muestran", "Escríbala en texto claro"],
    ),
  },
});

export const variableRules = [unknownKey, misplacedKey, missingKey, emptyValue, wrongValue, encryptedValue];
