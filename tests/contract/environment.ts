/** The environments of a tenant's containers, and what they hold by default. */
import { secretsOf } from "../../src/inventory/secrets.ts";
import { aTenant, type Changes } from "../../src/inventory/testing.ts";
import { parseEnvironment } from "../../src/release/env-file.ts";
import { fill } from "../../src/release/fill.ts";
import { digestsFor, releaseOf } from "../../src/release/testing.ts";

export type Variables = Readonly<Record<string, string>>;

/** The environment of each component as its container gets it. */
export function environments(changes: Changes): Readonly<Record<string, Variables>> {
  const tenant = aTenant(changes);
  const secrets = secretsOf(tenant);
  const { app, voice } = releaseOf(tenant);
  const states = [app, voice].map((state) => fill(state, secrets.ok ? secrets.secrets : new Map()));
  const entries = states
    .flatMap(({ components }) => components)
    .map(({ name, env_file, files }) => {
      const file = files.find(({ path }) => path === env_file);
      return [name, Object.fromEntries(parseEnvironment(file?.content ?? ""))] as const;
    });
  return Object.fromEntries(entries);
}

/** What omlapp shows as its version. */
export function commitOf(changes: Changes, tag: string): string {
  return digestsFor(aTenant(changes)).get(`docker.io/omnileads/omlapp:${tag}`)?.slice(7, 15) ?? "";
}

const paths = {
  PYTHONPATH: "/opt/omnileads/ominicontacto",
  INSTALL_PREFIX: "/opt/omnileads/",
  DJANGO_SETTINGS_MODULE: "ominicontacto.settings.production",
};

/** django, self-hosted in a LAN. */
export const django = {
  TZ: "America/Argentina/Cordoba",
  AMI_USER: "omniami",
  AMI_PASSWORD: "ami-secret-5",
  ...paths,
  ASTERISK_HOSTNAME: "10.0.0.2",
  KAMAILIO_HOSTNAME: "10.0.0.1",
  OMNILEADS_HOSTNAME: "10.0.0.1",
  REDIS_HOSTNAME: "10.0.0.1",
  WEBSOCKET_HOST: "10.0.0.1",
  WEBSOCKET_PORT: "8000",
  CALIFICACION_REAGENDA: "Agenda",
  EPHEMERAL_USER_TTL: "28800",
  LOGIN_FAILURE_LIMIT: "10",
  SESSION_COOKIE_AGE: "3600",
  PGHOST: "localhost",
  PGPORT: "5432",
  PGDATABASE: "omnileads",
  PGUSER: "omnileads",
  PGPASSWORD: "pg-secret-1",
  PGHOSTHA: "False",
  PGHOSTRO: "",
  WOMBAT_HOSTNAME: "10.0.0.9",
  WOMBAT_USER: "dialer",
  WOMBAT_PASSWORD: "dialer-secret-6",
  CALLREC_DEVICE: "s3",
  MONITORFORMAT: "mp3",
  S3_STORAGE_ENABLED: "true",
  S3_BUCKET_NAME: "demo",
  AWS_ACCESS_KEY_ID: "bucket-access-3",
  AWS_SECRET_ACCESS_KEY: "bucket-secret-4",
  AWS_DEFAULT_REGION: "us-east-1",
  GOOGLE_MAPS_API_KEY: "",
  GOOGLE_MAPS_CENTER: "",
  OML_BRANCH: "-",
  OML_BUILD_DATE: "-",
  EMAIL_BACKEND: "django.core.mail.backends.dummy.EmailBackend",
  OML_LOGGING_SLOWSQL_ENABLED: "",
  OML_LOGGING_SLOWSQL_OUTPUT: "-",
  OML_LOGGING_SLOWSQL_DURATION: "1",
};

/** asterisk, self-hosted in a LAN. */
export const asterisk = {
  TZ: "America/Argentina/Cordoba",
  ASTERISK_LOCATION: "",
  CALLREC_DEVICE: "s3",
  ASTERISK_HOSTNAME: "10.0.0.2",
  ASTERISK_PUBLIC_IP: "10.0.0.2",
  AMI_USER: "omniami",
  AMI_PASSWORD: "ami-secret-5",
  OMNILEADS_HOSTNAME: "10.0.0.1",
  REDIS_HOSTNAME: "10.0.0.1",
  PGHOST: "10.0.0.1",
  PGPORT: "5432",
  PGDATABASE: "omnileads",
  PGUSER: "omnileads",
  PGPASSWORD: "pg-secret-1",
  PGSSL: "False",
  HOMER_ENABLE: "False",
  HOMERHOST: "",
  HOMERPORT: "9060",
  S3_BUCKET_NAME: "demo",
  AWS_ACCESS_KEY_ID: "bucket-access-3",
  AWS_SECRET_ACCESS_KEY: "bucket-secret-4",
  AWS_DEFAULT_REGION: "us-east-1",
  S3_ENDPOINT: "http://10.0.0.1:9000",
};

/** Where omlapp keeps what it writes for Asterisk. */
export const ASTERISK_LOCATION = "/opt/omnileads/asterisk";

/** nginx, self-hosted in a LAN. */
export const nginx = {
  DJANGO_HOSTNAME: "10.0.0.1",
  DAPHNE_HOSTNAME: "10.0.0.1",
  KAMAILIO_HOSTNAME: "10.0.0.1",
  WEBSOCKETS_HOSTNAME: "10.0.0.1",
  ENV: "prodenv",
};

/** kamailio, self-hosted in a LAN. */
export const kamailio = {
  KAMAILIO_HOSTNAME: "10.0.0.1",
  KAMAILIO_CERTS_LOCATION: "/etc/omnileads/certs",
  ASTERISK_HOSTNAME: "10.0.0.2",
  REDIS_HOSTNAME: "10.0.0.1",
  RTPENGINE_HOSTNAME: "10.0.0.2",
};

/** exporter, self-hosted in a LAN. */
export const exporter = { DATA_SOURCE_USER: "omnileads", DATA_SOURCE_PASS: "pg-secret-1" };
