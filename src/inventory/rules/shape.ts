/** Group 1: the shape of a file, as YAML. */
import { defineRule, say } from "./rule.ts";

const CORRECT = "Correct the line; a value with : # * & ! % @ or ` in it needs quotes";
const CORRIJA = "Corrija la línea; un valor que contiene : # * & ! % @ o ` necesita comillas";

export const yamlSyntax = defineRule({
  code: "OML0101",
  group: 1,
  severity: "error",
  name: "yaml-syntax",
  title: { en: "The file is not valid YAML", es: "El archivo no es YAML válido" },
  why: {
    en: "What cannot be read cannot be checked or deployed. The message never quotes the line, which may hold a secret.",
    es: "Lo que no se puede leer no se puede comprobar ni desplegar. El mensaje nunca cita la línea, que puede contener un secreto.",
  },
  example: { bad: "ami_password: 'abc", good: "ami_password: 'abc'" },
  texts: {
    escape: say(
      ["holds an unknown escape after a backslash", CORRECT],
      ["contiene un escape desconocido tras una barra invertida", CORRIJA],
    ),
    indent: say(
      [
        "is not indented as its neighbours are",
        "Indent it with as many spaces as the lines of its block; a text of several lines, deeper than its key",
      ],
      [
        "no tiene la sangría de sus vecinas",
        "Dele tantos espacios como a las líneas de su bloque; a un texto de varias líneas, más que a su clave",
      ],
    ),
    start: say(
      ["begins with a character that needs quotes", CORRECT],
      ["empieza con un carácter que necesita comillas", CORRIJA],
    ),
    missing: say(
      ["lacks a closing quote, bracket or colon", CORRECT],
      ["le falta una comilla, un corchete o dos puntos", CORRIJA],
    ),
    documents: say(
      ["begins a second document", "Remove this line, and what of the file is there twice"],
      ["empieza un segundo documento", "Quite esta línea, y lo que esté dos veces en el archivo"],
    ),
    key: say(
      ["lacks a colon and a space between key and value", "Write it so: key: value"],
      ["le faltan dos puntos y un espacio entre clave y valor", "Escríbalo así: clave: valor"],
    ),
    other: say(["is not valid YAML here", CORRECT], ["no es YAML válido aquí", CORRIJA]),
  },
});

export const duplicateKey = defineRule({
  code: "OML0102",
  group: 1,
  severity: "error",
  name: "duplicate-key",
  title: { en: "A key stands twice in one block", es: "Una clave está dos veces en un bloque" },
  why: {
    en: "Ansible takes the last one without a word, so the line that was edited may not be the one that counts.",
    es: "Ansible toma la última sin avisar, de modo que la línea editada puede no ser la que vale.",
  },
  example: { bad: "postgres_port: 5432\npostgres_port: 5433", good: "postgres_port: 5433" },
  texts: {
    duplicate: say(
      ["repeats a key of the same block, which stands on line {first}", "Remove one of the two"],
      ["repite una clave del mismo bloque, que está en la línea {first}", "Quite una de las dos"],
    ),
  },
});

export const tabIndent = defineRule({
  code: "OML0103",
  group: 1,
  severity: "error",
  name: "tab-indent",
  title: { en: "A line is indented with a tab", es: "Una línea tiene una tabulación como sangría" },
  why: {
    en: "YAML indents with spaces alone; a tab that looks like spaces changes the block a line belongs to.",
    es: "YAML usa solo espacios para la sangría; una tabulación que parece espacios cambia el bloque al que pertenece la línea.",
  },
  texts: {
    tab: say(
      ["is indented with a tab", "Indent it with spaces"],
      ["tiene una tabulación como sangría", "Use espacios para la sangría"],
    ),
  },
});

export const yamlTrap = defineRule({
  code: "OML0110",
  group: 1,
  severity: "warning",
  name: "yaml-trap",
  title: { en: "A text that YAML reads as something else", es: "Un texto que YAML lee como otra cosa" },
  why: {
    en: "Here every value stays the text that was written. Other readers, Ansible among them, take `yes` for true, `0123` for 83 and `1.10` for 1.1; quotes make all agree.",
    es: "Aquí todo valor queda como se escribió. Otros lectores, Ansible entre ellos, toman `yes` por true, `0123` por 83 y `1.10` por 1.1; con comillas todos coinciden.",
  },
  example: { bad: "asterisk_version: 00000123", good: 'asterisk_version: "00000123"' },
  texts: {
    flag: say(
      ["is read as true or false by other YAML readers", "Put it in quotes"],
      ["otros lectores de YAML lo leen como verdadero o falso", "Póngalo entre comillas"],
    ),
    number: say(
      ["is read as another number by other YAML readers", "Put it in quotes"],
      ["otros lectores de YAML lo leen como otro número", "Póngalo entre comillas"],
    ),
    date: say(
      ["is read as a date by other YAML readers", "Put it in quotes"],
      ["otros lectores de YAML lo leen como una fecha", "Póngalo entre comillas"],
    ),
  },
});

export const unresolvedAlias = defineRule({
  code: "OML0111",
  group: 1,
  severity: "error",
  name: "unresolved-alias",
  title: { en: "A YAML alias cannot be resolved", es: "Un alias de YAML no se puede resolver" },
  why: {
    en: "An alias stands for the value its anchor marks, earlier in the same file; it cannot stand for itself.",
    es: "Un alias representa el valor que marca su ancla, antes en el mismo archivo; no puede representarse a sí mismo.",
  },
  texts: {
    alias: say(
      ["is a YAML alias that cannot be resolved", "Write the value out in its place"],
      ["es un alias de YAML que no se puede resolver", "Escriba el valor en su lugar"],
    ),
    merge: say(
      ["merges what is no block of variables", "Write <<: and the alias of a block"],
      ["combina algo que no es un bloque de variables", "Escriba <<: y el alias de un bloque"],
    ),
  },
});

export const unknownTag = defineRule({
  code: "OML0112",
  group: 1,
  severity: "error",
  name: "unknown-tag",
  title: { en: "A YAML tag other than !vault", es: "Una etiqueta de YAML distinta de !vault" },
  why: {
    en: "A tag asks the reader to build something; an inventory is plain data.",
    es: "Una etiqueta pide al lector que construya algo; un inventario es solo datos.",
  },
  texts: {
    tag: say(
      ["holds a YAML tag other than !vault", "Remove the tag"],
      ["contiene una etiqueta de YAML distinta de !vault", "Quite la etiqueta"],
    ),
    vault: say(
      ["is marked !vault, and is no text", "Remove the tag, or write an encrypted text behind it"],
      ["está marcado !vault, y no es un texto", "Quite la etiqueta, o escriba un texto cifrado tras ella"],
    ),
  },
});

export const shapeRules = [yamlSyntax, duplicateKey, tabIndent];
export const valueShapeRules = [yamlTrap, unresolvedAlias, unknownTag];
