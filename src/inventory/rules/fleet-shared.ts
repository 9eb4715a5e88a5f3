/** Group 6: what two tenants must not share. */
import { defineRule, say } from "./rule.ts";

export const sharedAddress = defineRule({
  code: "OML0601",
  group: 6,
  severity: "error",
  name: "shared-address",
  title: { en: "Two tenants on one host", es: "Dos tenants en un mismo host" },
  why: {
    en: "Two tenants' components run under the same names; on one machine the second deploy would replace the first tenant's. The host refuses it by its marker, but only at the deploy.",
    es: "Los componentes de dos tenants se ejecutan con los mismos nombres; en una sola máquina el segundo despliegue reemplazaría los del primero. El host lo rechaza por su marca, pero recién en el despliegue.",
  },
  texts: {
    same: say(
      ["reaches {host} of tenant {other} too", "Give each tenant hosts of its own"],
      ["lleva también a {host} del tenant {other}", "Dé a cada tenant sus propios hosts"],
    ),
  },
});

export const sharedName = defineRule({
  code: "OML0602",
  group: 6,
  severity: "error",
  name: "shared-fqdn",
  title: { en: "Two tenants under one name", es: "Dos tenants con el mismo nombre" },
  why: {
    en: "Browsers would reach one of the two tenants only, and agents would log in at the other's.",
    es: "Los navegadores llegarían a uno solo de los dos tenants, y los agentes entrarían en el del otro.",
  },
  texts: {
    same: say(
      ["is the fqdn of tenant {other} too", "Give each tenant a name of its own"],
      ["es también el fqdn del tenant {other}", "Dé a cada tenant un nombre propio"],
    ),
  },
});

export const sharedBucket = defineRule({
  code: "OML0603",
  group: 6,
  severity: "error",
  name: "shared-bucket",
  title: { en: "Two tenants in one bucket", es: "Dos tenants en un mismo bucket" },
  why: {
    en: "Recordings of both would lie in one bucket, and what one tenant deletes or restores would be the other's too.",
    es: "Las grabaciones de ambos estarían en un solo bucket, y lo que un tenant borra o restaura sería también del otro.",
  },
  texts: {
    same: say(
      ["is the bucket of tenant {other} too, at the same bucket_url", "Give each tenant a bucket of its own"],
      [
        "es también el bucket del tenant {other}, en la misma bucket_url",
        "Dé a cada tenant un bucket propio",
      ],
    ),
  },
});

export const sharedDatabase = defineRule({
  code: "OML0604",
  group: 6,
  severity: "error",
  name: "shared-database",
  title: { en: "Two tenants in one database", es: "Dos tenants en una misma base de datos" },
  why: {
    en: "The two would overwrite each other's data at the first migration.",
    es: "Los dos se pisarían los datos en la primera migración.",
  },
  texts: {
    same: say(
      [
        "is the database of tenant {other} too, on the same server",
        "Give each tenant a postgres_database of its own",
      ],
      [
        "es también la base del tenant {other}, en el mismo servidor",
        "Dé a cada tenant su propia postgres_database",
      ],
    ),
  },
});

export const sharedSecret = defineRule({
  code: "OML0605",
  group: 6,
  severity: "error",
  name: "shared-secret",
  title: { en: "One secret at two tenants", es: "Un mismo secreto en dos tenants" },
  why: {
    en: "Who learns one tenant's secret opens the other's. Most often a folder was copied and its passwords forgotten. A mail or dialer account that two tenants use on purpose (same host, same user) is no finding.",
    es: "Quien conoce el secreto de un tenant abre el otro. Lo más común: se copió una carpeta y se olvidaron las contraseñas. Una cuenta de correo o de dialer que dos tenants usan a propósito (mismo host, mismo usuario) no se señala.",
  },
  texts: {
    value: say(
      ["is the same secret as {name} of tenant {other}", "Choose another one"],
      ["es el mismo secreto que {name} del tenant {other}", "Elija otro"],
    ),
    copy: say(
      [
        "is the same encrypted text as {name} of tenant {other}, so the same secret",
        "Choose another one and encrypt it: ansible-vault encrypt_string",
      ],
      [
        "es el mismo texto cifrado que {name} del tenant {other}, es decir el mismo secreto",
        "Elija otro y cífrelo: ansible-vault encrypt_string",
      ],
    ),
  },
});

export const sharedHostKey = defineRule({
  code: "OML0606",
  group: 6,
  severity: "error",
  name: "shared-host-key",
  title: { en: "One SSH host key at two tenants", es: "Una misma clave de host SSH en dos tenants" },
  why: {
    en: "Either both addresses are one machine, or two machines were cloned with their keys: then each can pass for the other and receive its secrets.",
    es: "O las dos direcciones son una misma máquina, o dos máquinas se clonaron con sus claves: cada una puede pasar por la otra y recibir sus secretos.",
  },
  texts: {
    same: say(
      [
        "is the key of a host of tenant {other} too",
        "If the machine was cloned, make new keys there (rm /etc/ssh/ssh_host_*; ssh-keygen -A) and collect them again",
      ],
      [
        "es también la clave de un host del tenant {other}",
        "Si la máquina se clonó, genere claves nuevas allí (rm /etc/ssh/ssh_host_*; ssh-keygen -A) y recójalas otra vez",
      ],
    ),
  },
});

export const sharedRules = [
  sharedAddress,
  sharedName,
  sharedBucket,
  sharedDatabase,
  sharedSecret,
  sharedHostKey,
];
