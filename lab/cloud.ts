/** The cloud provider's machine: PostgreSQL over TLS only, an S3 endpoint over HTTPS, an ACME server. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLOUD } from "./addresses.ts";
import { certify, type Certificate } from "./certificates.ts";
import type { HostFile } from "./host-files.ts";
import type { Boot } from "./host.ts";
import type { Place } from "./place.ts";

/** Absolute paths of the Go programs in the cache. */
export interface Programs {
  readonly minio: string;
  readonly mc: string;
  readonly pebble: string;
}

const UNITS = join(import.meta.dirname, "hosts", "cloud");

/** What the cloud's machine boots with besides its base. */
export async function cloudBoot(place: Place, programs: Programs): Promise<Omit<Boot, "base">> {
  const [database, bucket, acme] = await Promise.all([
    certify(place, "db", ["db.cloud.example", "ro.db.cloud.example", "192.0.2.3", "192.0.2.4"]),
    certify(place, "s3", ["s3.cloud.example", "192.0.2.3"]),
    certify(place, "acme", ["acme.cloud.example", "192.0.2.3"]),
  ]);
  const binds = Object.entries(programs).map(([name, from]) => ({ from, to: `/opt/oml-lab/${name}` }));
  return { binds, files: [...databaseFiles(database), ...bucketFiles(bucket), ...acmeFiles(acme)] };
}

function databaseFiles(certificate: Certificate): readonly HostFile[] {
  const file = (path: string, content: string, mode = 0o600): HostFile => ({
    path,
    mode,
    content,
    owner: "postgres",
  });
  const settings = [
    "listen_addresses = '*'",
    "ssl = on",
    "ssl_cert_file = '/etc/oml-lab/db.pem'",
    "ssl_key_file = '/etc/oml-lab/db.key'",
    "max_connections = 200",
    "",
  ];
  const access = ["local all all peer", "hostssl all all 0.0.0.0/0 scram-sha-256", ""];
  return [
    file("/etc/oml-lab/db.pem", certificate.certificate, 0o644),
    file("/etc/oml-lab/db.key", certificate.key),
    file("/etc/postgresql/15/main/conf.d/oml-lab.conf", settings.join("\n"), 0o644),
    file("/etc/postgresql/15/main/pg_hba.conf", access.join("\n"), 0o640),
    file("/etc/oml-lab/roles.sql", rolesSql()),
    unit("oml-lab-database.service"),
  ];
}

/** Roles and the maintenance database, as often as one likes. */
export function rolesSql(): string {
  const { provider, acme, maintenance } = CLOUD.database;
  const create = (name: string): string =>
    `SELECT 'CREATE ROLE ${name}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') \\gexec`;
  return [
    "\\set ON_ERROR_STOP on",
    create(provider.user),
    `ALTER ROLE ${provider.user} LOGIN CREATEROLE CREATEDB PASSWORD '${provider.password}';`,
    create(acme.user),
    `ALTER ROLE ${acme.user} LOGIN CREATEDB PASSWORD '${acme.password}';`,
    `SELECT 'CREATE DATABASE ${maintenance} OWNER ${provider.user}'`,
    `  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '${maintenance}') \\gexec`,
    "",
  ].join("\n");
}

function bucketFiles(certificate: Certificate): readonly HostFile[] {
  const { provider, acme, acmeBucket, url, region } = CLOUD.bucket;
  const server = [
    `MINIO_ROOT_USER=${provider.user}`,
    `MINIO_ROOT_PASSWORD=${provider.password}`,
    `MINIO_SITE_REGION=${region}`,
  ];
  const client = `MC_HOST_cloud=${url.replace("://", `://${provider.user}:${provider.password}@`)}\n`;
  const buckets = [acmeBucket, `${acmeBucket}-*`].map((name) => `arn:aws:s3:::${name}`);
  const statement = {
    Effect: "Allow",
    Action: ["s3:*"],
    Resource: buckets.flatMap((name) => [name, `${name}/*`]),
  };
  return [
    { path: "/etc/oml-lab/minio/public.crt", mode: 0o644, content: certificate.certificate },
    { path: "/etc/oml-lab/minio/private.key", mode: 0o600, content: certificate.key },
    { path: "/etc/oml-lab/minio.env", mode: 0o600, content: [...server, ""].join("\n") },
    { path: "/etc/oml-lab/mc.env", mode: 0o600, content: client },
    { path: "/etc/oml-lab/bucket-user", mode: 0o600, content: `${acme.user}\n${acme.password}\n` },
    {
      path: "/etc/oml-lab/bucket-policy.json",
      mode: 0o644,
      content: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    },
    { path: "/etc/oml-lab/bucket.env", mode: 0o644, content: `BUCKET_USER=${acme.user}\n` },
    unit("oml-lab-minio.service"),
    unit("oml-lab-bucket.service"),
  ];
}

function acmeFiles(certificate: Certificate): readonly HostFile[] {
  const pebble = {
    listenAddress: "0.0.0.0:14000",
    managementListenAddress: "0.0.0.0:15000",
    certificate: "/etc/oml-lab/acme.pem",
    privateKey: "/etc/oml-lab/acme.key",
    httpPort: 80,
    tlsPort: 443,
    ocspResponderURL: "",
    externalAccountBindingRequired: false,
    profiles: { default: { description: "90 days, as public authorities give", validityPeriod: 7_776_000 } },
  };
  return [
    { path: "/etc/oml-lab/acme.pem", mode: 0o644, content: certificate.certificate },
    { path: "/etc/oml-lab/acme.key", mode: 0o600, content: certificate.key },
    { path: "/etc/oml-lab/pebble.json", mode: 0o644, content: JSON.stringify({ pebble }, undefined, 2) },
    unit("oml-lab-acme.service"),
  ];
}

function unit(name: string): HostFile {
  const content = readFileSync(join(UNITS, name), "utf8");
  return { path: `/etc/systemd/system/${name}`, mode: 0o644, content, enable: true };
}
