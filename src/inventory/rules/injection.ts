/** Group 2: nothing in an inventory may run code, where the runner holds the SSH keys. */
import { defineRule, say } from "./rule.ts";

export const template = defineRule({
  code: "OML0201",
  group: 2,
  severity: "error",
  name: "template",
  title: { en: "A template in an inventory", es: "Una plantilla en un inventario" },
  why: {
    en: "An inventory is data. A template would be evaluated on the runner that holds the SSH keys of every host, or on the host as root. Quoting, block scalars, escapes and look-alike characters make no difference.",
    es: "Un inventario es solo datos. Una plantilla se evaluaría en el runner que tiene las claves SSH de todos los hosts, o en el host como root. Comillas, bloques, escapes y caracteres parecidos no cambian nada.",
  },
  example: { bad: "fqdn: '{{ tenant }}.example.com'", good: "fqdn: acme.example.com" },
  texts: {
    value: say(
      [
        "holds a template, and an inventory is data",
        "Write the value out, without braces followed by {, % or #",
      ],
      [
        "contiene una plantilla, y un inventario es solo datos",
        "Escriba el valor, sin llaves seguidas de {, % o #",
      ],
    ),
    key: say(
      ["is a key that holds a template", "Write the name of the variable out"],
      ["es una clave que contiene una plantilla", "Escriba el nombre de la variable"],
    ),
    split: say(
      [
        "begins what the value before it leaves open: together they are a template",
        "Change one of the two values",
      ],
      [
        "empieza lo que el valor anterior deja abierto: juntos son una plantilla",
        "Cambie uno de los dos valores",
      ],
    ),
  },
});

export const lookup = defineRule({
  code: "OML0202",
  group: 2,
  severity: "error",
  name: "lookup",
  title: { en: "A lookup in an inventory", es: "Un lookup en un inventario" },
  why: {
    en: "A lookup reads files or runs programs on the machine that evaluates it.",
    es: "Un lookup lee archivos o ejecuta programas en la máquina que lo evalúa.",
  },
  example: { bad: "ami_password: lookup('file', '/root/.ssh/id_rsa')", good: "ami_password: !vault …" },
  texts: {
    call: say(
      ["calls a lookup, and an inventory is data", "Write the value out"],
      ["llama a un lookup, y un inventario es solo datos", "Escriba el valor"],
    ),
  },
});

export const unsafeTag = defineRule({
  code: "OML0203",
  group: 2,
  severity: "error",
  name: "unsafe-tag",
  title: { en: "The tag !unsafe", es: "La etiqueta !unsafe" },
  why: {
    en: "!unsafe asks Ansible to keep a template as text; whatever drops the tag on the way evaluates it.",
    es: "!unsafe pide a Ansible que conserve una plantilla como texto; quien pierda la etiqueta en el camino la evalúa.",
  },
  texts: {
    tag: say(
      [
        "is marked !unsafe, and an inventory needs no such mark",
        "Remove the tag; the value must hold no template",
      ],
      [
        "está marcado !unsafe, y un inventario no lo necesita",
        "Quite la etiqueta; el valor no debe contener plantillas",
      ],
    ),
  },
});

export const connectionVariable = defineRule({
  code: "OML0204",
  group: 2,
  severity: "error",
  name: "connection-variable",
  title: {
    en: "A connection variable outside the allow-list",
    es: "Una variable de conexión fuera de la lista permitida",
  },
  why: {
    en: "Variables such as ansible_connection, ansible_ssh_common_args or ansible_python_interpreter choose what runs on the runner or as root on the host. Only ansible_host, ansible_ssh_port and ansible_user are read.",
    es: "Variables como ansible_connection, ansible_ssh_common_args o ansible_python_interpreter eligen qué se ejecuta en el runner o como root en el host. Solo se leen ansible_host, ansible_ssh_port y ansible_user.",
  },
  example: { bad: "ansible_connection: local", good: "ansible_host: 192.0.2.11" },
  texts: {
    refused: say(
      ["is a connection variable that is not allowed", "Remove it; allowed: {allowed}"],
      ["es una variable de conexión no permitida", "Quítela; se permiten: {allowed}"],
    ),
    renamed: say(
      ["is a connection variable that is not allowed", "Write {instead} in its place"],
      ["es una variable de conexión no permitida", "Escriba {instead} en su lugar"],
    ),
  },
});

export const optionLike = defineRule({
  code: "OML0205",
  group: 2,
  severity: "error",
  name: "option-like-value",
  title: {
    en: "A value that a command would take for an option",
    es: "Un valor que un comando tomaría por opción",
  },
  why: {
    en: "Addresses, names and bucket keys become arguments of programs; one that begins with - would change what the program does.",
    es: "Direcciones, nombres y claves del bucket son argumentos de programas; uno que empieza con - cambiaría lo que el programa hace.",
  },
  example: { bad: "bucket_region: --endpoint=evil", good: "bucket_region: us-east-1" },
  texts: {
    dash: say(
      ["begins with -, and a command would take it for an option", "Choose a value that begins otherwise"],
      ["empieza con -, y un comando lo tomaría por una opción", "Elija un valor que empiece de otro modo"],
    ),
  },
});

export const controlCharacter = defineRule({
  code: "OML0206",
  group: 2,
  severity: "error",
  name: "control-character",
  title: { en: "A line break or an invisible character", es: "Un salto de línea o un carácter invisible" },
  why: {
    en: "A second line in an environment file is a second variable; invisible characters show a reviewer another text than the one that is deployed.",
    es: "Una segunda línea en un archivo de entorno es otra variable; los caracteres invisibles muestran a quien revisa un texto distinto del que se despliega.",
  },
  texts: {
    newline: say(
      [
        "holds a line break, and one line is meant",
        "Write it on one line; when encrypting, leave out the line's end (printf %s …)",
      ],
      [
        "contiene un salto de línea, y debe ser una sola línea",
        "Escríbalo en una línea; al cifrar, omita el fin de línea (printf %s …)",
      ],
    ),
    control: say(
      ["holds a control character ({character})", "Type the value again by hand"],
      ["contiene un carácter de control ({character})", "Vuelva a escribir el valor a mano"],
    ),
    invisible: say(
      ["holds an invisible character ({character})", "Type the value again by hand"],
      ["contiene un carácter invisible ({character})", "Vuelva a escribir el valor a mano"],
    ),
  },
});

export const lookAlikeKey = defineRule({
  code: "OML0207",
  group: 2,
  severity: "error",
  name: "look-alike-key",
  title: {
    en: "A key with letters that only look right",
    es: "Una clave con letras que solo parecen correctas",
  },
  why: {
    en: "Every variable's name is ASCII. A letter of another alphabet reads like the real name in review and is another variable.",
    es: "El nombre de toda variable es ASCII. Una letra de otro alfabeto se lee igual en la revisión y es otra variable.",
  },
  texts: {
    letter: say(
      ["has {character} in its name, which is no ASCII letter", "Type the name again by hand"],
      ["tiene {character} en su nombre, que no es una letra ASCII", "Vuelva a escribir el nombre a mano"],
    ),
    notText: say(
      ["has a key that is not a text", "Write a plain name before the colon"],
      ["tiene una clave que no es un texto", "Escriba un nombre simple antes de los dos puntos"],
    ),
  },
});

export const injectionRules = [
  template,
  lookup,
  unsafeTag,
  connectionVariable,
  optionLike,
  controlCharacter,
  lookAlikeKey,
];
