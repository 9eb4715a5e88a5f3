/** Generates a fleet of realistic tenants: comments, vaulted values, host keys, some with a certificate of their own. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatLock } from "../../src/lock/lock.ts";
import { lockFor } from "../../src/lock/testing.ts";
import { readTenant } from "../../src/inventory/read-tenant.ts";

/** A certificate and its key for every name under `fleet.example`, as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** Makes that certificate with openssl, in a folder that is there or not. */
export function makeCertificate(folder: string): Certificate {
  mkdirSync(folder, { recursive: true });
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const subject = ["-subj", "/CN=fleet.example", "-addext", "subjectAltName=DNS:*.fleet.example"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "365"];
  const argv = ["req", "-x509", ...kind, ...subject, "-out", certificate, "-keyout", key];
  execFileSync("openssl", argv, { stdio: "pipe" });
  return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
}

/** Writes `count` tenants into `folder`. The same number always makes the same tenant. */
export function generateFleet(folder: string, count: number, wildcard: Certificate): void {
  for (let number = 1; number <= count; number += 1) {
    const directory = join(folder, nameOf(number));
    mkdirSync(directory, { recursive: true });
    const isCustom = number % 10 === 0;
    const files = {
      "inventory.yml": inventory(number, isCustom),
      known_hosts: knownHosts(number),
      "images.lock.json": lock(number),
      ...(number % 3 === 0 ? { "tenant.yml": TENANT_FILE } : {}),
      ...(isCustom
        ? { "cert.pem": wildcard.certificate, "key.pem": vaulted(`key of ${number}`, 1700, "") }
        : {}),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  }
}

/** The name of a generated tenant. */
export function nameOf(number: number): string {
  return `tenant-${String(number).padStart(5, "0")}`;
}

/** Few tenants differ in what they run. */
const locks = new Map<number, string>();
const KINDS = 21;

function lock(number: number): string {
  const kind = number % KINDS;
  const text = locks.get(kind) ?? makeLock(number);
  locks.set(kind, text);
  return text;
}

function makeLock(number: number): string {
  const file = (path: string, text: string) => ({ path, text });
  const result = readTenant({
    name: nameOf(number),
    inventory: file("inventory.yml", inventory(number, false)),
    knownHosts: file("known_hosts", knownHosts(number)),
    ...(number % 3 === 0 ? { tenantFile: file("tenant.yml", TENANT_FILE) } : {}),
  });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return formatLock(lockFor(result.tenant));
}

const TENANT_FILE = `# What the inventory has no variable for.
migration_timeout: 60
images:
  postgres: "13"
  redis: 1.0.9
  minio: RELEASE.2025-04-22T22-12-26Z
`;

function address(number: number, host: number): string {
  return `10.${Math.floor(number / 200) % 256}.${number % 200}.${host}`;
}

function inventory(number: number, isCustom: boolean): string {
  return `# ${nameOf(number)}: database and bucket are a cloud provider's services.
all:
${hosts(number)}${variables(number, isCustom)}`;
}

function hosts(number: number): string {
  const [app, voice] = [address(number, 1), address(number, 2)];
  return `  hosts:
    omnileads-voice:
      # --- address SSH connects to, and the private one
      ansible_host: ${voice}
      omni_ip_lan: ${voice}
      application_host: ${app}
    omnileads-app:
      ansible_host: ${app}
      omni_ip_lan: ${app}
      voice_host: ${voice}
      # --- kamailio shared and private memory, MB
      shm_size: 128
      pkg_size: 16
      SCA: 7200
      ECCTL: 28800
      LOGIN_FAILURE_LIMIT: 5
      google_maps_api_key: NULL
      google_maps_center: '{ "lat": -34.603722, "lng": -58.381592 }'
      prometheus_enable: true
`;
}

function variables(number: number, isCustom: boolean): string {
  const name = nameOf(number);
  const secret = (what: string) => `'k${digest(`${what} of ${name}`).toString("base64url").slice(0, 24)}'`;
  const sealed = (what: string) => `!vault |\n${vaulted(`${what} of ${name}`, 32, "      ")}`;
  const tag = digest(`tag ${number % 7}`)
    .toString("hex")
    .slice(0, 8)
    .replace(/^\d/, "f");
  return `  vars:
    # --- versions to deploy
    django_version: ${tag}
    websockets_version: ${tag}
    nginx_version: ${tag}
    kamailio_version: ${tag}
    asterisk_version: ${tag}
    rtpengine_version: ${tag}
    infra_env: cloud
    ansible_ssh_port: 22
    ansible_user: root
    fqdn: ${name}.fleet.example
    TZ: ${["America/Argentina/Cordoba", "America/Bogota", "America/Lima", "Europe/Madrid"][number % 4]}
    certs: ${isCustom ? "custom" : "selfsigned"}
    callrec_device: s3
    # --- managed PostgreSQL, TLS only, with a read-only node
    postgres_host: db-${number % 40}.cloud.example
    postgres_port: 5432
    postgres_user: ${name}
    postgres_password: ${sealed("postgres")}
    postgres_database: ${name}
    postgres_maintenance_db: defaultdb
    postgres_ssl: true
    postgres_ha: true
    postgres_ro_host: ro-${number % 40}.cloud.example
    # --- bucket of the provider's
    bucket_url: https://s3.cloud.example
    bucket_access_key: ${secret("access")}
    bucket_secret_key: ${sealed("bucket")}
    bucket_name: ${name}
    bucket_region: us-east-1
    ami_user: omnileads
    ami_password: ${secret("ami")}
    dialer_host: 10.10.10.10
    dialer_user: dialer
    dialer_password: ${secret("dialer")}
    django_secret_key: ${sealed("django")}
    kamailio_webrtc_auth_eph_key: ${secret("webrtc")}
`;
}

/** Two kinds of keys for each host, as \`ssh-keyscan\` writes them. */
function knownHosts(number: number): string {
  const lines = [1, 2].flatMap((host) => {
    const name = address(number, host);
    return [
      `# ${name}:22 SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3`,
      `${name} ssh-ed25519 ${sshKey("ssh-ed25519", bytes(`ed25519 ${name}`, 32))}`,
      `${name} ecdsa-sha2-nistp256 ${sshKey("ecdsa-sha2-nistp256", "nistp256", bytes(`ecdsa ${name}`, 65))}`,
    ];
  });
  return `${lines.join("\n")}\n`;
}

function sshKey(...parts: readonly (string | Buffer)[]): string {
  const fields = parts.flatMap((part) => {
    const value = Buffer.from(part);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    return [length, value];
  });
  return Buffer.concat(fields).toString("base64");
}

/** A text of ansible-vault's form that nothing opens: validation without a password looks no deeper. */
function vaulted(seed: string, length: number, indent: string): string {
  const padded = Math.ceil((length + 1) / 16) * 16;
  const parts = [bytes(`salt ${seed}`, 32), bytes(`hmac ${seed}`, 32), bytes(`text ${seed}`, padded)];
  const hex = Buffer.from(parts.map((part) => part.toString("hex")).join("\n")).toString("hex");
  const lines = ["$ANSIBLE_VAULT;1.1;AES256", ...(hex.match(/.{1,80}/g) ?? [])];
  return `${lines.map((line) => indent + line).join("\n")}\n`.slice(0, indent === "" ? undefined : -1);
}

function bytes(seed: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) => digest(`${seed} ${index}`));
  return Buffer.concat(blocks).subarray(0, length);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
