/** The environment that omlapp's three roles share: web, channels and cron. */
import type { Settings } from "../inventory/settings.ts";
import type { Tenant } from "../inventory/tenant.ts";
import { slot } from "../release/text.ts";
import type { Environment } from "./component.ts";
import type { Digests, ImageReference } from "../lock/lock.ts";
import { byDigest, PORTS } from "./endpoints.ts";
import { bucketEnvironment, postgresEnvironment } from "./service-environment.ts";

const SMTP = "django.core.mail.backends.smtp.EmailBackend";

/** Everything but the role's own switch. `bucketUrl` is where this role finds the recordings. */
export function djangoEnvironment(tenant: Tenant, digests: Digests, bucketUrl: string): Environment {
  const { settings } = tenant;
  return {
    TZ: settings.TZ,
    AMI_USER: settings.ami_user,
    AMI_PASSWORD: slot("ami_password"),
    ...paths,
    ...addresses(tenant),
    CALIFICACION_REAGENDA: settings.schedule,
    EPHEMERAL_USER_TTL: settings.ECCTL,
    LOGIN_FAILURE_LIMIT: settings.LOGIN_FAILURE_LIMIT,
    SESSION_COOKIE_AGE: settings.SCA,
    SECRET_KEY: settings.django_secret_key && slot("django_secret_key"),
    // Agents' credentials are issued here and checked by Kamailio: one key for both.
    SIP_SECRET_KEY: settings.kamailio_webrtc_auth_eph_key && slot("kamailio_webrtc_auth_eph_key"),
    ...postgresEnvironment(tenant, "app"),
    PGHOSTHA: settings.postgres_ha,
    PGHOSTRO: settings.postgres_ro_host ?? "",
    WOMBAT_HOSTNAME: settings.dialer_host,
    WOMBAT_USER: settings.dialer_user,
    WOMBAT_PASSWORD: slot("dialer_password"),
    CALLREC_DEVICE: settings.callrec_device,
    MONITORFORMAT: "mp3",
    S3_STORAGE_ENABLED: "true",
    ...bucketEnvironment(tenant, bucketUrl),
    GOOGLE_MAPS_API_KEY: settings.google_maps_api_key ? slot("google_maps_api_key") : "",
    GOOGLE_MAPS_CENTER: settings.google_maps_center ?? "",
    ...version(byDigest(omlapp(tenant), digests)),
    ...mail(settings),
    OML_LOGGING_SLOWSQL_ENABLED: "",
    OML_LOGGING_SLOWSQL_OUTPUT: "-",
    OML_LOGGING_SLOWSQL_DURATION: 1,
  };
}

const paths: Environment = {
  PYTHONPATH: "/opt/omnileads/ominicontacto",
  INSTALL_PREFIX: "/opt/omnileads/",
  DJANGO_SETTINGS_MODULE: "ominicontacto.settings.production",
};

function addresses({ app, voice }: Tenant): Environment {
  return {
    ASTERISK_HOSTNAME: voice.lan,
    KAMAILIO_HOSTNAME: app.lan,
    OMNILEADS_HOSTNAME: app.lan,
    REDIS_HOSTNAME: app.lan,
    WEBSOCKET_HOST: app.lan,
    WEBSOCKET_PORT: PORTS.websockets,
  };
}

/** The image of all three roles. */
export function omlapp({ settings }: Tenant): ImageReference {
  return { image: "docker.io/omnileads/omlapp", tag: settings.django_version };
}

/**
 * What the application shows as its version: the first digits of the image's digest, whatever the tag.
 * Django does not start without the other two; a real date would make every release a new one.
 */
function version(image: string): Environment {
  return { OML_BRANCH: "-", OML_COMMIT: image.replace(/^.*@sha256:/, "").slice(0, 8), OML_BUILD_DATE: "-" };
}

function mail(settings: Settings): Environment {
  const smtp = settings.email_backend === SMTP;
  return {
    EMAIL_BACKEND: settings.email_backend ?? "django.core.mail.backends.dummy.EmailBackend",
    DEFAULT_FROM_EMAIL: smtp ? settings.email_default_from : undefined,
    EMAIL_HOST: smtp ? settings.email_host : undefined,
    EMAIL_HOST_PASSWORD: smtp ? slot("email_password") : undefined,
    EMAIL_HOST_USER: smtp ? settings.email_user : undefined,
    EMAIL_PORT: smtp ? settings.email_port : undefined,
    EMAIL_SSL_CERTFILE: settings.email_ssl_certfile,
    EMAIL_SSL_KEYFILE: settings.email_ssl_keyfile,
    EMAIL_USE_SSL: settings.email_use_ssl,
    EMAIL_USE_TLS: settings.email_use_tls,
  };
}
