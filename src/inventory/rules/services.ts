/** Group 4: database, object storage, mail and what else must fit together. */
import { defineRule, say } from "./rule.ts";

export const replica = defineRule({
  code: "OML0405",
  group: 4,
  severity: "error",
  name: "replica",
  title: {
    en: "Half of a read-only node's settings",
    es: "La mitad de las opciones de un nodo de solo lectura",
  },
  why: {
    en: "postgres_ha and postgres_ro_host belong together: one without the other sends reports to no database.",
    es: "postgres_ha y postgres_ro_host van juntos: uno sin el otro envía los reportes a ninguna base.",
  },
  texts: {
    host: say(
      [
        "is true, and postgres_ro_host is missing",
        "Give postgres_ro_host, the address of the read-only node, or set postgres_ha: false",
      ],
      [
        "es true, y falta postgres_ro_host",
        "Escriba postgres_ro_host, la dirección del nodo de solo lectura, o ponga postgres_ha: false",
      ],
    ),
    flag: say(
      ["is given, and postgres_ha is false", "Set postgres_ha: true, or comment postgres_ro_host out"],
      ["está dado, y postgres_ha es false", "Ponga postgres_ha: true, o comente postgres_ro_host"],
    ),
  },
});

export const managedOption = defineRule({
  code: "OML0406",
  group: 4,
  severity: "error",
  name: "managed-option",
  title: {
    en: "An option of a managed database without one",
    es: "Una opción de base administrada sin base administrada",
  },
  why: {
    en: "The PostgreSQL that is hosted here has neither TLS nor a read-only node, and it is hosted only where postgres_host is not given.",
    es: "El PostgreSQL alojado aquí no tiene TLS ni nodo de solo lectura, y se aloja solo donde no se escribe postgres_host.",
  },
  texts: {
    on: say(
      [
        "is true, and PostgreSQL is hosted here because postgres_host is missing",
        "Give postgres_host, or set {name}: false",
      ],
      [
        "es true, y PostgreSQL se aloja aquí porque falta postgres_host",
        "Escriba postgres_host, o ponga {name}: false",
      ],
    ),
    own: say(
      [
        "is {host} itself, which hosts no PostgreSQL where {name} is given",
        "Comment the line out to host PostgreSQL there, or give the address of a database service",
      ],
      [
        "es el propio {host}, que no aloja PostgreSQL donde se escribe {name}",
        "Comente la línea para alojar PostgreSQL allí, o escriba la dirección de un servicio de base de datos",
      ],
    ),
  },
});

export const minioAccount = defineRule({
  code: "OML0407",
  group: 4,
  severity: "error",
  name: "minio-account",
  title: { en: "MinIO's accounts are not complete", es: "Las cuentas de MinIO no están completas" },
  why: {
    en: "MinIO refuses to start with a user of fewer than 3 characters or a password of fewer than 8, and the application must not be its administrator.",
    es: "MinIO no arranca con un usuario de menos de 3 caracteres o una contraseña de menos de 8, y la aplicación no debe ser su administradora.",
  },
  texts: {
    missing: say(
      ["is missing, and MinIO is hosted here because bucket_url is missing", "Add {name}"],
      ["falta, y MinIO se aloja aquí porque falta bucket_url", "Agregue {name}"],
    ),
    short: say(
      ["has fewer than the {length} characters MinIO asks for", "Choose a longer one"],
      ["tiene menos de los {length} caracteres que pide MinIO", "Elija uno más largo"],
    ),
    administrator: say(
      ["is MinIO's administrator, and the application must not be", "Choose another bucket_access_key"],
      ["es la administradora de MinIO, y la aplicación no debe serlo", "Elija otro bucket_access_key"],
    ),
  },
});

export const bucketEndpoint = defineRule({
  code: "OML0408",
  group: 4,
  severity: "error",
  name: "bucket-endpoint",
  title: { en: "A bucket_url that names the host itself", es: "Una bucket_url que nombra al propio host" },
  why: {
    en: "Each host would look for the bucket on itself. Without bucket_url MinIO is hosted on omnileads-app.",
    es: "Cada host buscaría el bucket en sí mismo. Sin bucket_url, MinIO se aloja en omnileads-app.",
  },
  texts: {
    loopback: say(
      ["names this host itself", "Give the provider's URL, or comment the line out to host MinIO here"],
      ["nombra a este mismo host", "Escriba la URL del proveedor, o comente la línea para alojar MinIO aquí"],
    ),
    own: say(
      [
        "names {host} itself, which hosts no MinIO where bucket_url is given",
        "Give the provider's URL, or comment the line out to host MinIO there",
      ],
      [
        "nombra al propio {host}, que no aloja MinIO donde se escribe bucket_url",
        "Escriba la URL del proveedor, o comente la línea para alojar MinIO allí",
      ],
    ),
  },
});

export const mailAccount = defineRule({
  code: "OML0410",
  group: 4,
  severity: "error",
  name: "mail-account",
  title: { en: "Half an SMTP account", es: "Media cuenta SMTP" },
  why: {
    en: "Django needs all of an SMTP account's settings, and refuses TLS and SSL at once.",
    es: "Django necesita todas las opciones de una cuenta SMTP, y rechaza TLS y SSL a la vez.",
  },
  texts: {
    missing: say(
      ["sends by SMTP, and {missing} is missing", "Give all of them, or comment email_backend out"],
      ["envía por SMTP, y falta {missing}", "Escríbalas todas, o comente email_backend"],
    ),
    both: say(
      ["and email_use_ssl are both true", "Set one of them to false"],
      ["y email_use_ssl son ambas true", "Ponga una de ellas en false"],
    ),
  },
});

export const homer = defineRule({
  code: "OML0411",
  group: 4,
  severity: "error",
  name: "homer",
  title: { en: "Homer without its host", es: "Homer sin su host" },
  why: {
    en: "Asterisk would send its SIP traces to no address.",
    es: "Asterisk enviaría sus trazas SIP a ninguna dirección.",
  },
  texts: {
    host: say(
      ["is true, and observability_host is missing", "Give observability_host, or set homer_enable: false"],
      ["es true, y falta observability_host", "Escriba observability_host, o ponga homer_enable: false"],
    ),
  },
});

export const bucketTransport = defineRule({
  code: "OML0409",
  group: 4,
  severity: "warning",
  name: "bucket-transport",
  title: { en: "A bucket reached without trust", es: "Un bucket al que se llega sin confianza" },
  why: {
    en: "Recordings and backups would cross the network in clear, or not at all: a certificate for a bare address is seldom one that is trusted.",
    es: "Las grabaciones y los respaldos cruzarían la red en claro, o no llegarían: un certificado para una dirección rara vez es de confianza.",
  },
  texts: {
    plain: say(
      ["is not encrypted: keys and recordings cross the network in clear", "Use https://"],
      ["no está cifrada: claves y grabaciones cruzan la red en claro", "Use https://"],
    ),
    address: say(
      [
        "is an address, and callrec_device s3 checks the certificate behind it",
        "Give a name, or set callrec_device: s3-no-check-cert where its certificate is self-signed",
      ],
      [
        "es una dirección, y callrec_device s3 comprueba el certificado detrás de ella",
        "Escriba un nombre, o ponga callrec_device: s3-no-check-cert si su certificado es autofirmado",
      ],
    ),
  },
});

export const deadSetting = defineRule({
  code: "OML0412",
  group: 4,
  severity: "warning",
  name: "dead-setting",
  title: { en: "A setting without effect", es: "Una opción sin efecto" },
  why: {
    en: "Whoever reads the inventory believes it does something. Upstream has several such variables, email_smtp_relay among them.",
    es: "Quien lee el inventario cree que hace algo. La herramienta original tiene varias variables así, como email_smtp_relay.",
  },
  texts: {
    never: say(["is read by nothing", "Remove the line"], ["nada la lee", "Quite la línea"]),
    now: say(
      ["has no effect with {because} as it is", "Remove the line, or change {because}"],
      ["no tiene efecto tal como está {because}", "Quite la línea, o cambie {because}"],
    ),
  },
});

export const serviceRules = [
  replica,
  managedOption,
  minioAccount,
  bucketEndpoint,
  mailAccount,
  homer,
  bucketTransport,
  deadSetting,
];
