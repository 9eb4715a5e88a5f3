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

export const secretRules = [clearSecret, vaultFormat, vaultPassword];
