/** Group 6: the folders of a fleet. */
import { defineRule, say } from "./rule.ts";

export const folderName = defineRule({
  code: "OML0607",
  group: 6,
  severity: "error",
  name: "folder-name",
  title: { en: "A folder that cannot be a tenant's", es: "Una carpeta que no puede ser de un tenant" },
  why: {
    en: "The folder's name is the tenant's, on the command line, on the hosts and in reports. A folder that is not a tenant's is deployed by nobody, silently.",
    es: "El nombre de la carpeta es el del tenant en la línea de comandos, en los hosts y en los reportes. Una carpeta que no es de un tenant no la despliega nadie, y nadie lo nota.",
  },
  example: { bad: "instances/Acme_EU/inventory.yml", good: "instances/acme-eu/inventory.yml" },
  texts: {
    name: say(
      [
        "lies in a folder whose name is not a tenant's",
        "Rename the folder: lower-case letters, digits and hyphens, not beginning with a hyphen",
      ],
      [
        "está en una carpeta cuyo nombre no es el de un tenant",
        "Renombre la carpeta: minúsculas, dígitos y guiones, sin empezar con un guion",
      ],
    ),
    beside: say(
      [
        "lies beside the tenants' folders, so nobody deploys it",
        "Move it into a folder of its own: {folder}",
      ],
      [
        "está al lado de las carpetas de los tenants, así que nadie lo despliega",
        "Muévalo a una carpeta propia: {folder}",
      ],
    ),
    inventory: say(
      [
        "is missing, so nobody deploys this folder",
        "Add inventory.yml, or remove the folder; tenants' folders lie side by side, never in one another",
      ],
      [
        "falta, así que nadie despliega esta carpeta",
        "Agregue inventory.yml, o quite la carpeta; las carpetas de los tenants están una al lado de otra, nunca una en otra",
      ],
    ),
  },
});

export const removedTenant = defineRule({
  code: "OML0608",
  group: 6,
  severity: "error",
  name: "removed-tenant",
  title: {
    en: "A tenant is removed, and its hosts are still used",
    es: "Se quita un tenant, y sus hosts todavía se usan",
  },
  why: {
    en: "Removing a folder stops nothing on its hosts: they keep running, and they carry the removed tenant's marker, so another tenant's deploy there is refused.",
    es: "Quitar una carpeta no detiene nada en sus hosts: siguen funcionando y llevan la marca del tenant quitado, así que el despliegue de otro tenant allí se rechaza.",
  },
  texts: {
    address: say(
      [
        "is an address of {other}, a tenant that this change removes",
        "Keep the folder of {other} until nothing uses its hosts, or give another address",
      ],
      [
        "es una dirección de {other}, un tenant que este cambio quita",
        "Conserve la carpeta de {other} hasta que nada use sus hosts, o escriba otra dirección",
      ],
    ),
  },
});

export const unreadable = defineRule({
  code: "OML0609",
  group: 6,
  severity: "error",
  name: "unreadable-file",
  title: { en: "A file that cannot be read", es: "Un archivo que no se puede leer" },
  why: {
    en: "What cannot be read cannot be judged, and unknown is never success.",
    es: "Lo que no se puede leer no se puede juzgar, y lo desconocido nunca es un éxito.",
  },
  texts: {
    text: say(["is not UTF-8 text", "Save it as UTF-8"], ["no es texto UTF-8", "Guárdelo como UTF-8"]),
    system: say(
      ["cannot be read: {cause}", "Make it readable for whoever runs this"],
      ["no se puede leer: {cause}", "Haga que quien ejecuta esto pueda leerlo"],
    ),
  },
});

export const folderRules = [folderName, removedTenant, unreadable];
