/** What every variable means, in words for the person who fills it in: the source of editors' help and of `docs/inventory.md`. */
import type { Lock, LockedImage } from "../../lock/lock.ts";
import type { FleetFile } from "../fleet/fleet-file.ts";
import type {
  appFields,
  appPlace,
  connectionFields,
  sharedFields,
  voiceFields,
  voicePlace,
} from "../settings.ts";
import type { TenantFile } from "../tenant-file.ts";

/** A sentence for each key of `T`; leaving one out does not compile. */
type Meanings<T> = Readonly<Record<`${keyof T & (string | number)}`, string>>;

type Variables = typeof appPlace &
  typeof voicePlace &
  typeof connectionFields &
  typeof appFields &
  typeof voiceFields &
  typeof sharedFields;

/** The variables of `inventory.yml`. */
export const variableMeanings: Meanings<Variables> = {
  ansible_host: "Address SSH connects to",
  ansible_ssh_port: "Port SSH connects to",
  ansible_user: "User SSH connects as",
  omni_ip_lan: "Private address of the host: services bind to it and the other host uses it",
  omni_ip_wan:
    "Public address callers' media and browsers reach (default: ansible_host where it is public, else omni_ip_lan)",
  voice_host: "The omni_ip_lan of omnileads-voice",
  application_host: "The omni_ip_lan of omnileads-app",
  shm_size: "Shared memory of Kamailio, MB",
  pkg_size: "Private memory of each Kamailio process, MB",
  SCA: "Seconds an idle web session lasts",
  ECCTL: "Seconds the ephemeral SIP credentials of an agent last",
  LOGIN_FAILURE_LIMIT: "Wrong passwords until a user is locked",
  schedule: "Name of the reserved disposition for calling back",
  google_maps_api_key: "Key of Google Maps, for contacts on a map",
  google_maps_center: "Where maps open",
  email_smtp_relay: "Nothing reads it; mail is set up by email_backend and the variables behind it",
  email_backend:
    "How mail is sent: django.core.mail.backends.smtp.EmailBackend for SMTP (default: not at all)",
  email_default_from: "Sender of the mail",
  email_host: "SMTP server",
  email_password: "Password at the SMTP server",
  email_user: "User at the SMTP server",
  email_port: "Port of the SMTP server",
  email_ssl_certfile: "Client certificate for the SMTP server, a path inside the container",
  email_ssl_keyfile: "Private key of that certificate, a path inside the container",
  email_use_ssl: "Speak TLS to the SMTP server from the first byte; not together with email_use_tls",
  email_use_tls: "Ask the SMTP server for STARTTLS; not together with email_use_ssl",
  prometheus_enable: "Deploy the exporters that a Prometheus elsewhere reads",
  django_version: "Tag of the omlapp image: web, channels and scheduled tasks",
  websockets_version: "Tag of the websockets image",
  nginx_version: "Tag of the nginx image",
  kamailio_version: "Tag of the Kamailio image",
  asterisk_version: "Tag of the Asterisk image",
  rtpengine_version: "Tag of the rtpengine image",
  s3_http_admin_user: "MinIO's administrator, where MinIO is hosted on omnileads-app",
  s3_http_admin_pass: "Password of MinIO's administrator: 8 characters or more",
  dialer_host: "Address of the Wombat dialer",
  dialer_user: "User at the Wombat dialer",
  dialer_password: "Password at the Wombat dialer",
  django_secret_key: "Key that signs web sessions (default: the image's, which is public)",
  kamailio_webrtc_auth_eph_key:
    "Key that signs agents' ephemeral SIP credentials (default: the image's, which is public)",
  postgres_maintenance_db: "Database that exists from the start, through which the application's is created",
  postgres_ha: "Whether postgres_ro_host is a read-only node that reports may use",
  postgres_ro_host: "Address of the read-only node; with postgres_ha: true",
  homer_enable: "Send SIP traces to Homer on observability_host",
  infra_env: "Where agents come from: cloud (public addresses) or lan (private ones)",
  fqdn: "Name agents' browsers use; the certificate must cover it",
  notification_email: "Whom a certificate authority writes to",
  TZ: "Time zone of hosts and containers",
  certs:
    "Where the web certificate comes from: made on the host, or cert.pem and key.pem of the tenant's folder",
  callrec_device:
    "Where recordings go: s3, or s3-no-check-cert where the bucket's certificate cannot be checked",
  observability_host: "Address of Homer",
  postgres_host: "Address of a database service (commented out: PostgreSQL is hosted on omnileads-app)",
  postgres_port: "Port of PostgreSQL",
  postgres_user: "The application's role in the database",
  postgres_password: "Password of that role",
  postgres_database: "Name of the application's database",
  postgres_ssl: "Require TLS to the database",
  bucket_url: "URL of an object storage service (commented out: MinIO is hosted on omnileads-app)",
  bucket_access_key: "Access key to the bucket",
  bucket_secret_key: "Secret key to the bucket",
  bucket_name: "Bucket of recordings",
  bucket_region: "Region of the bucket",
  ami_user: "User of Asterisk's manager interface",
  ami_password: "Password of that user",
};

type Backup = NonNullable<TenantFile["backup"]>;

/** The keys of `tenant.yml`, those of its blocks too. */
export const tenantFileMeanings: Meanings<
  TenantFile &
    TenantFile["images"] &
    TenantFile["voice_changes"] &
    Backup &
    NonNullable<Backup["bucket"]> &
    NonNullable<Backup["restore_as"]> &
    TenantFile["keep"]
> = {
  images: "Tags of the images the inventory has no variable for",
  wave: "When a merge reaches the tenant: waves are deployed one after another, and 1 is the canary's",
  max_age: "How long a deploy may be postponed before the run is red",
  migration_timeout: "Minutes a database migration may take before a deploy calls it failed",
  health_timeout:
    "Seconds every component gets to prove itself after its start (default: 60; omnileads 120, postgresql 180)",
  voice_changes: "When and how what carries calls is restarted",
  when: "`idle`: as soon as no call is up; `window`: the same, in the hours of `window` alone; `now`: at once, cutting calls",
  wait: "How long a deploy waits for calls to end; then it is postponed and has changed nothing (0: at once)",
  window: "Hours of `when: window`, in the tenant's time zone",
  backup: "Where backup sets go and what opens them; without it none is taken",
  password:
    "Opens the repository of the backup sets: whoever has it reads the tenant's data, and without it nothing is restored",
  escrow_password: "A second password of the same repository, kept by somebody else",
  every: "How old the newest verified backup set may be",
  bucket: "A bucket for the backup sets alone (default: the tenant's own)",
  url: "URL of its object storage",
  name: "Name of that bucket",
  access_key: "Access key to it",
  secret_key: "Secret key to it",
  region: "Its region",
  ca: "Authorities its certificate has to come from, or itself where it is self-signed (default: those that the hosts trust)",
  bucket_ca:
    "Authorities the certificate of the tenant's own bucket has to come from, or itself where it is self-signed, for what this toolkit does there (default: those that the hosts trust)",
  on_host: "Accept that sets lie on the very host whose data they hold",
  restore_as:
    "The database service's administrator, as whom a restore is done where the application's role may not",
  admin_user:
    "Its name; it is a member of the roles that own the database and what is in it, and has CREATEDB",
  admin_password: "Its password; restores alone use it",
  safety_backup: "Take a backup set, and read it back, before a deploy touches the application or its data",
  keep: "Which backup sets stay; a set that nobody verified never goes and never counts",
  daily: "Days that have a verified set, of each the newest",
  weekly: "Weeks that have one, of each the newest",
  monthly: "Months that have one, of each the newest",
  floor: "Newest verified sets that stay whatever their age",
  former:
    "How long after a restore what ran before it stays: the next backup lets it go (default: until `--accept` alone)",
  restic: "Tag of the image of restic, which stores the backup sets",
  "allow-schema-ahead":
    "Fingerprint of the database's schema, as a refused deploy names it, that an older release of the application may meet",
  postgres: "Tag of the PostgreSQL image; a new major version needs a dump and a restore",
  minio: "Tag of the MinIO image",
  mc: "Tag of the image of MinIO's client",
  redis: "Tag of the Redis image",
  node_exporter: "Tag of the image of the host's exporter",
  postgres_exporter: "Tag of the image of PostgreSQL's exporter",
  redis_exporter: "Tag of the image of Redis's exporter",
};

/** The keys of `fleet.yml`, those of its blocks too. */
export const fleetFileMeanings: Meanings<FleetFile & FleetFile["tags"] & FleetFile["waves"]> = {
  secrets: "Whether a secret in clear is an error (vault) or a warning (clear-allowed)",
  required: "Variables every tenant must have",
  registries: "Where images may come from (default: anywhere)",
  tags: "Which image tags may be used",
  forbidden: "Tags that are refused; * stands for any characters",
  allowed: "Where it is given, every tag must match one of these; * stands for any characters",
  waves: "What holds for the tenants of a wave (tenant.yml: wave) beside it, by the wave's number",
  1: "The canary's wave, deployed first",
  2: "The wave of every tenant whose tenant.yml names none",
  3: "The wave after it",
  4: "The last wave",
  restore_approval:
    "Who has to want a restore on GitHub: two people, or one alone (a reviewer of the environment restore is still asked)",
};

/** Keys of `images.lock.json`. */
export const lockMeanings: Meanings<Lock & LockedImage> = {
  format: "The form of this file",
  components: "By component: its own image first, then those its steps use",
  image: "The image by its production name",
  tag: "The tag the tenant's files give it",
  digest: "What that tag named when it was locked: what runs",
  named: "Where the tag is latest: the fixed tag that names the same digest, for people",
};
