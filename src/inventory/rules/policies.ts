/** Group 7: what this fleet demands of its tenants, as `fleet.yml` says. */
import { defineRule, say } from "./rule.ts";

export const requiredVariable = defineRule({
  code: "OML0701",
  group: 7,
  severity: "error",
  name: "required-variable",
  title: { en: "A variable this fleet requires is missing", es: "Falta una variable que esta flota exige" },
  why: {
    en: "fleet.yml lists under `required` the variables every tenant must have.",
    es: "fleet.yml enumera en `required` las variables que todo tenant debe tener.",
  },
  example: {
    bad: "# fleet.yml\nrequired: [fqdn]\n# inventory.yml\n# fqdn: pbx.example.com",
    good: "fqdn: pbx.example.com",
  },
  texts: {
    missing: say(
      ["is missing, and fleet.yml requires {name}", "Add {name}"],
      ["falta, y fleet.yml exige {name}", "Agregue {name}"],
    ),
  },
});

export const allowedRegistry = defineRule({
  code: "OML0702",
  group: 7,
  severity: "error",
  name: "allowed-registry",
  title: {
    en: "An image from a registry this fleet does not allow",
    es: "Una imagen de un registro que esta flota no permite",
  },
  why: {
    en: "fleet.yml lists under `registries` where images may come from: a registry, or a registry and the first parts of the name.",
    es: "fleet.yml enumera en `registries` de dónde pueden venir las imágenes: un registro, o un registro y las primeras partes del nombre.",
  },
  example: { bad: "registries: [docker.io/omnileads]", good: "registries: [docker.io, quay.io]" },
  texts: {
    image: say(
      [
        "does not allow {image}, which tenant {tenant} deploys",
        "Add its registry, or change the tenant so that it does not need the image",
      ],
      [
        "no permite {image}, que el tenant {tenant} despliega",
        "Agregue su registro, o cambie el tenant para que no necesite la imagen",
      ],
    ),
  },
});

export const allowedTag = defineRule({
  code: "OML0703",
  group: 7,
  severity: "error",
  name: "allowed-tag",
  title: { en: "A tag this fleet does not allow", es: "Una etiqueta que esta flota no permite" },
  why: {
    en: "fleet.yml says under `tags`, for all tenants or for a wave, which image tags are allowed and which are forbidden. A tag such as latest is another image tomorrow.",
    es: "fleet.yml dice en `tags`, para todos los tenants o para una oleada, qué etiquetas de imagen se permiten y cuáles no. Una etiqueta como latest es otra imagen mañana.",
  },
  example: {
    bad: "# fleet.yml\ntags: { forbidden: [latest] }\n# inventory.yml\nnginx_version: latest",
    good: "nginx_version: face6cfa",
  },
  texts: {
    forbidden: say(
      ["is {tag}, which {policy} forbids", "Write an allowed tag{hint}"],
      ["es {tag}, que {policy} prohíbe", "Escriba una etiqueta permitida{hint}"],
    ),
    default: say(
      [
        "does not give {names}: the default is {tag}, which {policy} forbids",
        "Write an allowed tag for each{hint}",
      ],
      [
        "no indica {names}: el valor por omisión es {tag}, que {policy} prohíbe",
        "Escriba una etiqueta permitida para cada uno{hint}",
      ],
    ),
  },
});

export const emptyWave = defineRule({
  code: "OML0704",
  group: 7,
  severity: "warning",
  name: "empty-wave",
  title: { en: "A policy for a wave without tenants", es: "Una política para una oleada sin tenants" },
  why: {
    en: "Which wave a tenant is in, its tenant.yml says (2 where it says nothing). A policy for a wave that nobody is in holds for nobody: perhaps another wave was meant.",
    es: "En qué oleada está un tenant lo dice su tenant.yml (2 si no dice nada). Una política para una oleada en la que no hay nadie no vale para nadie: quizá se quiso escribir otra.",
  },
  example: {
    bad: "# fleet.yml\nwaves:\n  1: { tags: { forbidden: [latest] } }",
    good: "# fleet.yml\nwaves:\n  1: { tags: { forbidden: [latest] } }\n# acme/tenant.yml\nwave: 1",
  },
  texts: {
    empty: say(
      [
        "holds for nobody: no tenant is in wave {wave}",
        "Put a tenant into it (tenant.yml: wave), or remove it",
      ],
      [
        "no vale para nadie: ningún tenant está en la oleada {wave}",
        "Ponga un tenant en ella (tenant.yml: wave), o quítela",
      ],
    ),
  },
});

export const unknownVariable = defineRule({
  code: "OML0705",
  group: 7,
  severity: "error",
  name: "required-unknown",
  title: { en: "A required variable that does not exist", es: "Una variable exigida que no existe" },
  why: {
    en: "No tenant could ever satisfy it: a variable that nobody knows is refused in every inventory.",
    es: "Ningún tenant podría cumplirlo: una variable que nadie conoce se rechaza en todo inventario.",
  },
  texts: {
    unknown: say(
      ["is not a known variable", "Remove it{hint}"],
      ["no es una variable conocida", "Quítela{hint}"],
    ),
  },
});

export const policyRules = [requiredVariable, allowedRegistry, allowedTag, emptyWave, unknownVariable];
