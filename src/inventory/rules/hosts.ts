/** Group 4: the two hosts and how they name each other. */
import { defineRule, say } from "./rule.ts";

export const sameHost = defineRule({
  code: "OML0401",
  group: 4,
  severity: "error",
  name: "same-host",
  title: { en: "Both hosts are one machine", es: "Los dos hosts son una misma máquina" },
  why: {
    en: "The app and the voice host run different components under the same names; on one machine they would overwrite each other.",
    es: "El host app y el host voice ejecutan componentes distintos con los mismos nombres; en una sola máquina se pisarían.",
  },
  texts: {
    lan: say(
      [
        "is the address of omnileads-app too, and the two hosts must differ",
        "Give each host its own omni_ip_lan",
      ],
      [
        "es también la dirección de omnileads-app, y los dos hosts deben ser distintos",
        "Dé a cada host su omni_ip_lan",
      ],
    ),
    connection: say(
      ["reaches omnileads-app too, and the two hosts must differ", "Give each host its own ansible_host"],
      [
        "lleva también a omnileads-app, y los dos hosts deben ser distintos",
        "Dé a cada host su ansible_host",
      ],
    ),
  },
});

export const peerAddress = defineRule({
  code: "OML0402",
  group: 4,
  severity: "error",
  name: "peer-address",
  title: {
    en: "A host names another address than its peer's",
    es: "Un host nombra otra dirección que la de su par",
  },
  why: {
    en: "voice_host and application_host are how the hosts find each other; a mistyped digit is a contact centre without audio.",
    es: "Con voice_host y application_host los hosts se encuentran; un dígito equivocado es un centro de contacto sin audio.",
  },
  example: {
    bad: "omni_ip_lan: 10.42.96.4   # of omnileads-app\napplication_host: 10.43.96.4",
    good: "omni_ip_lan: 10.42.96.4   # of omnileads-app\napplication_host: 10.42.96.4",
  },
  texts: {
    differs: say(
      ["is not the omni_ip_lan of {peer}, which is {address}", "Write the same address in both places"],
      ["no es la omni_ip_lan de {peer}, que es {address}", "Escriba la misma dirección en los dos lugares"],
    ),
  },
});

export const hostsDiffer = defineRule({
  code: "OML0403",
  group: 4,
  severity: "error",
  name: "hosts-differ",
  title: {
    en: "The hosts disagree on a setting both read",
    es: "Los hosts difieren en una opción que ambos leen",
  },
  why: {
    en: "Both hosts would use different databases, buckets or passwords.",
    es: "Los hosts usarían bases de datos, buckets o contraseñas distintas.",
  },
  texts: {
    differs: say(
      ["differs between the two hosts, and both read it", "Write it once, under all.vars"],
      ["difiere entre los dos hosts, y ambos la leen", "Escríbala una vez, bajo all.vars"],
    ),
  },
});

export const hostAddress = defineRule({
  code: "OML0404",
  group: 4,
  severity: "error",
  name: "host-address",
  title: { en: "An address no host can have", es: "Una dirección que ningún host puede tener" },
  why: {
    en: "A deploy to a loopback address would change the machine that runs it. A private address that the internet routes exposes every service that binds to it, Redis and PostgreSQL among them.",
    es: "Un despliegue a una dirección de loopback cambiaría la máquina que lo ejecuta. Una dirección privada que internet enruta expone todo servicio que escucha en ella, como Redis y PostgreSQL.",
  },
  example: { bad: "ansible_host: 127.0.0.1", good: "ansible_host: 192.0.2.11" },
  texts: {
    loopback: say(
      ["names the machine that runs the deploy", "Give the address SSH reaches the host at"],
      ["nombra la máquina que ejecuta el despliegue", "Escriba la dirección por la que SSH llega al host"],
    ),
    unusable: say(
      ["is an address no host can have", "Give the host's own address"],
      ["es una dirección que ningún host puede tener", "Escriba la dirección propia del host"],
    ),
    public: say(
      ["is a public address, and services without a password bind to it", "Give the host's private address"],
      [
        "es una dirección pública, y en ella escuchan servicios sin contraseña",
        "Escriba la dirección privada del host",
      ],
    ),
  },
});

export const hostRules = [sameHost, peerAddress, hostsDiffer, hostAddress];
