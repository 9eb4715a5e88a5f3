/** Group 2: what a file may be and hold. */
import { defineRule, say } from "./rule.ts";

export const pathEscape = defineRule({
  code: "OML0208",
  group: 2,
  severity: "error",
  name: "path-escape",
  title: { en: "A path that leads out of its folder", es: "Una ruta que sale de su carpeta" },
  why: {
    en: "A path with .. names a file nobody reviewed.",
    es: "Una ruta con .. nombra un archivo que nadie revisó.",
  },
  example: { bad: "email_ssl_keyfile: /etc/ssl/../../root/x", good: "email_ssl_keyfile: /etc/ssl/mail.key" },
  texts: {
    up: say(
      ["is a path with .. in it", "Write the path without detours"],
      ["es una ruta con .. en ella", "Escriba la ruta sin rodeos"],
    ),
  },
});

export const symbolicLink = defineRule({
  code: "OML0209",
  group: 2,
  severity: "error",
  name: "symbolic-link",
  title: { en: "A symbolic link in a tenant's folder", es: "Un enlace simbólico en la carpeta de un tenant" },
  why: {
    en: "A link in a pull request reads any file of the runner, or another tenant's secrets. It is never followed.",
    es: "Un enlace en un pull request lee cualquier archivo del runner o los secretos de otro tenant. Nunca se sigue.",
  },
  texts: {
    link: say(
      ["is a symbolic link, and was not followed", "Put the file itself there"],
      ["es un enlace simbólico, y no se siguió", "Ponga allí el archivo mismo"],
    ),
    special: say(
      ["is not a regular file, and was not read", "Put a regular file there"],
      ["no es un archivo normal, y no se leyó", "Ponga allí un archivo normal"],
    ),
  },
});

export const oversized = defineRule({
  code: "OML0210",
  group: 2,
  severity: "error",
  name: "oversized",
  title: {
    en: "A file that is too large to be what it says",
    es: "Un archivo demasiado grande para ser lo que dice",
  },
  why: {
    en: "Reading must end in bounded time and memory, whoever opened the pull request. An inventory has a few kilobytes; aliases may not unfold into more.",
    es: "La lectura debe terminar en tiempo y memoria acotados, sea quien sea quien abra el pull request. Un inventario tiene unos kilobytes; los alias no pueden desplegarse en más.",
  },
  texts: {
    file: say(
      ["is larger than {limit}, and was not read", "Remove what does not belong into it"],
      ["ocupa más de {limit}, y no se leyó", "Quite lo que no le corresponde"],
    ),
    nodes: say(
      ["unfolds into more than {limit} values", "Write the values out, without aliases of aliases"],
      ["se despliega en más de {limit} valores", "Escriba los valores, sin alias de alias"],
    ),
    depth: say(
      ["is nested more than {limit} levels deep", "Remove the needless levels"],
      ["está anidado a más de {limit} niveles", "Quite los niveles innecesarios"],
    ),
  },
});

export const fileRules = [pathEscape, symbolicLink, oversized];
