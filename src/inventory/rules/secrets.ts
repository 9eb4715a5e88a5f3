/** Group 3: secrets. No message of these rules quotes one. */
import { defineRule, say } from "./rule.ts";

export const clearSecret = defineRule({
  code: "OML0301",
  group: 3,
  severity: "warning",
  name: "clear-secret",
  title: { en: "A secret in clear", es: "Un secreto en claro" },
  why: {
    en: "Whoever can read the repository can read the secret, for ever: history keeps it. Where fleet.yml says `secrets: vault` it is an error.",
    es: "Quien puede leer el repositorio puede leer el secreto, para siempre: el historial lo conserva. Donde fleet.yml dice `secrets: vault` es un error.",
  },
  example: {
    bad: "ami_password: 7hs…",
    good: "ami_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6439…",
  },
  texts: {
    clear: say(
      ["is a secret in clear", "Encrypt it: ansible-vault encrypt_string --stdin-name {name}"],
      ["es un secreto en claro", "Cífrelo: ansible-vault encrypt_string --stdin-name {name}"],
    ),
    key: say(
      ["is a private key in clear", "Encrypt the whole file: ansible-vault encrypt {file}"],
      ["es una clave privada en claro", "Cifre el archivo entero: ansible-vault encrypt {file}"],
    ),
  },
});

export const sampleSecret = defineRule({
  code: "OML0302",
  group: 3,
  severity: "error",
  name: "sample-secret",
  title: { en: "A secret that upstream publishes", es: "Un secreto que la herramienta original publica" },
  why: {
    en: "The samples of upstream's inventories and documentation are known to everyone, and are the first that is tried.",
    es: "Los ejemplos de los inventarios y la documentación de la herramienta original los conoce todo el mundo, y son lo primero que se prueba.",
  },
  texts: {
    published: say(
      [
        "is a sample that upstream publishes, known to everyone",
        "Choose a secret of your own: openssl rand -hex 24",
      ],
      [
        "es un ejemplo que la herramienta original publica, conocido por todos",
        "Elija un secreto propio: openssl rand -hex 24",
      ],
    ),
  },
});

export const weakSecret = defineRule({
  code: "OML0303",
  group: 3,
  severity: "error",
  name: "weak-secret",
  title: { en: "A secret that is easily guessed", es: "Un secreto fácil de adivinar" },
  why: {
    en: "AMI, PostgreSQL and MinIO listen on the network; a guessed password places calls and reads every recording. MinIO itself refuses fewer than 8 characters.",
    es: "AMI, PostgreSQL y MinIO escuchan en la red; con una contraseña adivinada se hacen llamadas y se leen todas las grabaciones. MinIO mismo rechaza menos de 8 caracteres.",
  },
  example: { bad: "ami_password: changeme", good: "ami_password: !vault | …" },
  texts: {
    filler: say(
      ["is a filler, and no secret", "Choose a secret: openssl rand -hex 24"],
      ["es un relleno, y no un secreto", "Elija un secreto: openssl rand -hex 24"],
    ),
    common: say(
      ["is one of the first that are guessed", "Choose a random one: openssl rand -hex 24"],
      ["es uno de los primeros que se adivinan", "Elija uno aleatorio: openssl rand -hex 24"],
    ),
    user: say(
      ["is the name of its own account", "Choose a random one: openssl rand -hex 24"],
      ["es el nombre de su propia cuenta", "Elija uno aleatorio: openssl rand -hex 24"],
    ),
    short: say(
      ["has fewer than 8 characters", "Choose a longer one: openssl rand -hex 24"],
      ["tiene menos de 8 caracteres", "Elija uno más largo: openssl rand -hex 24"],
    ),
  },
});

export const vaultFormat = defineRule({
  code: "OML0304",
  group: 3,
  severity: "error",
  name: "vault-format",
  title: {
    en: "A !vault value that is not in the vault's format",
    es: "Un valor !vault que no tiene el formato del vault",
  },
  why: {
    en: "It could not be decrypted at the deploy, after the merge. Most often a line is missing or was indented by hand.",
    es: "No se podría descifrar en el despliegue, después de la fusión. Lo más común es que falte una línea o que la sangría se haya cambiado a mano.",
  },
  texts: {
    value: say(
      ["is not in ansible-vault's format", "Encrypt the value again with ansible-vault encrypt_string"],
      ["no tiene el formato de ansible-vault", "Cifre el valor otra vez con ansible-vault encrypt_string"],
    ),
    file: say(
      ["is not in ansible-vault's format", "Encrypt it again with ansible-vault encrypt"],
      ["no tiene el formato de ansible-vault", "Cífrelo otra vez con ansible-vault encrypt"],
    ),
    untagged: say(
      [
        "is an encrypted text without the tag !vault, and would be used as it stands",
        "Write !vault | before it",
      ],
      ["es un texto cifrado sin la etiqueta !vault, y se usaría tal cual", "Escriba !vault | delante"],
    ),
  },
});

export const vaultPassword = defineRule({
  code: "OML0305",
  group: 3,
  severity: "error",
  name: "vault-password",
  title: { en: "The vault password does not open a value", es: "La contraseña del vault no abre un valor" },
  why: {
    en: "Every encrypted value of a tenant must open with the one password a deploy is given.",
    es: "Todo valor cifrado de un tenant debe abrirse con la única contraseña que recibe el despliegue.",
  },
  texts: {
    wrong: say(
      ["does not open with the vault password given", "Give the password it was encrypted with"],
      ["no se abre con la contraseña de vault dada", "Dé la contraseña con la que se cifró"],
    ),
  },
});

export const privateKey = defineRule({
  code: "OML0306",
  group: 3,
  severity: "error",
  name: "private-key",
  title: { en: "A private key outside key.pem", es: "Una clave privada fuera de key.pem" },
  why: {
    en: "key.pem is the one file that is treated as a key: never shown, encrypted as a whole. Anywhere else a key is text that plans and logs may print.",
    es: "key.pem es el único archivo que se trata como clave: nunca se muestra y se cifra entero. En cualquier otro lugar una clave es texto que planes y registros pueden imprimir.",
  },
  texts: {
    outside: say(
      ["holds a private key", "Move the key to key.pem, and replace it: history keeps the old one"],
      [
        "contiene una clave privada",
        "Lleve la clave a key.pem, y reemplácela: el historial conserva la anterior",
      ],
    ),
  },
});

export const keyIgnored = defineRule({
  code: "OML0307",
  group: 3,
  severity: "error",
  name: "key-ignored",
  title: { en: "key.pem is ignored by git", es: "git ignora key.pem" },
  why: {
    en: "A deploy from CI checks the repository out; a file that git ignores never reaches it.",
    es: "Un despliegue desde CI trabaja sobre el repositorio; un archivo que git ignora nunca llega.",
  },
  texts: {
    ignored: say(
      [
        "is ignored by git, so that it never reaches the deploy",
        "Encrypt it (ansible-vault encrypt) and add it: git add -f",
      ],
      [
        "git lo ignora, así que nunca llega al despliegue",
        "Cífrelo (ansible-vault encrypt) y agréguelo: git add -f",
      ],
    ),
  },
});

export const secretRules = [
  clearSecret,
  sampleSecret,
  weakSecret,
  vaultFormat,
  vaultPassword,
  privateKey,
  keyIgnored,
];
