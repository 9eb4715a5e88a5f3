/** Group 4: the certificate agents' browsers see. */
import { defineRule, say } from "./rule.ts";

export const certbot = defineRule({
  code: "OML0415",
  group: 4,
  severity: "error",
  name: "certbot",
  title: { en: "certbot", es: "certbot" },
  why: {
    en: "A certificate of Let's Encrypt needs a name and a contact address; getting one is not supported by deploys yet.",
    es: "Un certificado de Let's Encrypt necesita un nombre y una dirección de contacto; los despliegues todavía no lo obtienen.",
  },
  texts: {
    later: say(
      [
        "is certbot, which is not yet supported",
        "Use custom (cert.pem and key.pem in the tenant's folder) or selfsigned",
      ],
      [
        "es certbot, que todavía no se admite",
        "Use custom (cert.pem y key.pem en la carpeta del tenant) o selfsigned",
      ],
    ),
    needs: say(
      ["is certbot, which needs {missing} too", "Add {missing}"],
      ["es certbot, que necesita también {missing}", "Agregue {missing}"],
    ),
  },
});

export const certificateFile = defineRule({
  code: "OML0416",
  group: 4,
  severity: "error",
  name: "certificate-file",
  title: { en: "A certificate that cannot be served", es: "Un certificado que no se puede servir" },
  why: {
    en: "nginx and Kamailio do not start with a certificate or key they cannot read, or that do not belong together.",
    es: "nginx y Kamailio no arrancan con un certificado o una clave que no pueden leer, o que no se corresponden.",
  },
  texts: {
    missing: say(
      ["is missing, and certs is custom", "Put {name} into the tenant's folder"],
      ["falta, y certs es custom", "Ponga {name} en la carpeta del tenant"],
    ),
    certificate: say(
      ["is not a certificate in PEM", "Put the chain there, leaf first"],
      ["no es un certificado en PEM", "Ponga allí la cadena, con el del servidor primero"],
    ),
    key: say(
      ["is not a private key in PEM without a pass phrase", "Put the key of cert.pem there"],
      ["no es una clave privada en PEM sin frase de paso", "Ponga allí la clave de cert.pem"],
    ),
    pair: say(
      ["is not the key of cert.pem", "Put the key of cert.pem there"],
      ["no es la clave de cert.pem", "Ponga allí la clave de cert.pem"],
    ),
  },
});

export const certificateName = defineRule({
  code: "OML0417",
  group: 4,
  severity: "error",
  name: "certificate-name",
  title: { en: "A certificate for another name", es: "Un certificado para otro nombre" },
  why: {
    en: "Agents' browsers refuse the page and the web phone.",
    es: "Los navegadores de los agentes rechazan la página y el teléfono web.",
  },
  texts: {
    covers: say(
      ["does not cover {names}", "Get a certificate for that name"],
      ["no cubre {names}", "Obtenga un certificado para ese nombre"],
    ),
  },
});

export const certificateDates = defineRule({
  code: "OML0418",
  group: 4,
  severity: "error",
  name: "certificate-dates",
  title: { en: "A certificate out of its dates", es: "Un certificado fuera de fecha" },
  why: {
    en: "An expired certificate stops every agent at once. Fewer than 30 days left is a warning.",
    es: "Un certificado vencido detiene a todos los agentes a la vez. Con menos de 30 días por delante es una advertencia.",
  },
  texts: {
    expired: say(
      ["expired on {date}", "Put the renewed certificate there"],
      ["venció el {date}", "Ponga allí el certificado renovado"],
    ),
    early: say(
      ["is valid from {date} only", "Put the present certificate there"],
      ["solo vale desde el {date}", "Ponga allí el certificado actual"],
    ),
    soon: say(
      ["expires on {date}, in {days} days", "Renew it now"],
      ["vence el {date}, en {days} días", "Renuévelo ahora"],
    ),
  },
});

export const certificateRules = [certbot, certificateFile, certificateName, certificateDates];
