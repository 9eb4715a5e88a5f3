/** Every variable of the inventory, its type and default. The one place that knows them. */
import { z } from "zod";
import {
  accepting,
  address,
  dnsName,
  endpointUrl,
  flag,
  identifier,
  ipv4,
  mapCentre,
  matching,
  oneOf,
  port,
  secret,
  tag,
  text,
  timeZone,
  whole,
} from "./fields/fields.ts";
import { isLoopback, isAddress } from "./address.ts";
import type { Text } from "./rules/rule.ts";

const t = (en: string, es: string): Text => ({ en, es });
const seconds = (example: number) =>
  whole(
    1,
    31_536_000,
    t(`a number of seconds, such as ${example}`, `un número de segundos, como ${example}`),
  );
const megabytes = (example: number) =>
  whole(1, 65_536, t(`a number of megabytes, such as ${example}`, `un número de megabytes, como ${example}`));
const databaseHost = () =>
  accepting(
    t(
      "the address of a database service outside these hosts (comment the line out to host PostgreSQL here)",
      "la dirección de un servicio de base de datos fuera de estos hosts (comente la línea para alojar PostgreSQL aquí)",
    ),
    (value) => (isAddress(value) && !isLoopback(value) ? value : undefined),
  );

/** How a host is reached. Only under the host itself. */
const place = { ansible_host: address(), omni_ip_lan: ipv4(), omni_ip_wan: ipv4().optional() };

/** Under the host, or under `all.vars` for both. */
export const connectionFields = {
  ansible_ssh_port: port(22).default(22),
  ansible_user: accepting(
    t(
      "root (the tool manages units and files of root)",
      "root (la herramienta maneja unidades y archivos de root)",
    ),
    (value) => (value === "root" ? value : undefined),
  ).default("root"),
};

/** Only under `omnileads-app`. */
export const appPlace = { ...place, voice_host: address() };

/** Only under `omnileads-voice`. */
export const voicePlace = { ...place, application_host: address() };

/** Read on the app host alone: under `omnileads-app`, or under `all.vars`. */
export const appFields = {
  shm_size: megabytes(64).default(64),
  pkg_size: megabytes(8).default(8),
  SCA: seconds(3600).default(3600),
  ECCTL: seconds(28_800).default(28_800),
  LOGIN_FAILURE_LIMIT: whole(
    1,
    1_000_000,
    t("a number of attempts, such as 10", "un número de intentos, como 10"),
  ).default(10),
  schedule: text(
    t("the name of a disposition, such as Agenda", "el nombre de una calificación, como Agenda"),
  ).default("Agenda"),
  google_maps_api_key: secret(t("a Google Maps key", "una clave de Google Maps")).optional(),
  google_maps_center: mapCentre().optional(),
  email_smtp_relay: flag().default(false),
  email_backend: matching(
    /^[\w.]+$/,
    t("the path of a Django class", "la ruta de una clase de Django"),
  ).optional(),
  email_default_from: text(t("an e-mail address", "una dirección de correo")).optional(),
  email_host: address().optional(),
  email_password: secret(t("a password", "una contraseña")).optional(),
  email_user: text(t("a user name", "un nombre de usuario")).optional(),
  email_port: port(587).optional(),
  email_ssl_certfile: matching(/^\//, t("an absolute path", "una ruta absoluta")).optional(),
  email_ssl_keyfile: matching(/^\//, t("an absolute path", "una ruta absoluta")).optional(),
  email_use_ssl: flag().optional(),
  email_use_tls: flag().optional(),
  prometheus_enable: flag().default(false),
  django_version: tag().default("latest"),
  websockets_version: tag().default("latest"),
  nginx_version: tag().default("latest"),
  kamailio_version: tag().default("latest"),
  s3_http_admin_user: text(t("a user name", "un nombre de usuario")).optional(),
  s3_http_admin_pass: secret(t("a password", "una contraseña")).optional(),
  dialer_host: address(),
  dialer_user: text(t("a user name", "un nombre de usuario")),
  dialer_password: secret(t("a password", "una contraseña")),
  django_secret_key: secret(t("a long random text", "un texto largo y aleatorio")).optional(),
  kamailio_webrtc_auth_eph_key: secret(t("a long random text", "un texto largo y aleatorio")).optional(),
  postgres_maintenance_db: identifier().default("postgres"),
  postgres_ha: flag().default(false),
  postgres_ro_host: databaseHost().optional(),
};

/** Read on the voice host alone: under `omnileads-voice`, or under `all.vars`. */
export const voiceFields = {
  asterisk_version: tag().default("latest"),
  rtpengine_version: tag().default("latest"),
  homer_enable: flag().default(false),
};

/** Read on both hosts: under `all.vars`, or under both hosts alike. */
export const sharedFields = {
  infra_env: oneOf("cloud", "lan"),
  fqdn: dnsName().optional(),
  notification_email: matching(
    /^[^\s@]+@[^\s@]+$/,
    t("an e-mail address", "una dirección de correo"),
  ).optional(),
  TZ: timeZone(),
  certs: oneOf("selfsigned", "custom", "certbot").default("selfsigned"),
  callrec_device: oneOf("s3", "s3-no-check-cert", "s3-aws", "s3-minio", "s3-devenv", "nfs", "local").default(
    "s3",
  ),
  observability_host: address().optional(),
  postgres_host: databaseHost().optional(),
  postgres_port: port(5432).default(5432),
  postgres_user: text(t("a user name", "un nombre de usuario")),
  postgres_password: secret(t("a password", "una contraseña")),
  postgres_database: identifier().default("omnileads"),
  postgres_ssl: flag().default(false),
  bucket_url: endpointUrl().optional(),
  bucket_access_key: secret(t("an access key", "una clave de acceso")),
  bucket_secret_key: secret(t("a secret key", "una clave secreta")),
  bucket_name: matching(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    t(
      "a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens",
      "un nombre de bucket de 3 a 63 minúsculas, dígitos, puntos y guiones",
    ),
  ),
  bucket_region: matching(/^[\w-]+$/, t("a region such as us-east-1", "una región como us-east-1")).default(
    "us-east-1",
  ),
  ami_user: text(t("a user name", "un nombre de usuario")),
  ami_password: secret(t("a password", "una contraseña")),
};

/** Every setting of a tenant but the addresses of its hosts. */
export const settingsSchema = z.strictObject({ ...appFields, ...voiceFields, ...sharedFields });

/** A tenant's settings, by their upstream names. */
export type Settings = z.output<typeof settingsSchema>;
