export const id = 231;
export const ids = [231];
export const modules = {

/***/ 831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $b: () => (/* binding */ CERTIFICATES),
/* harmony export */   Cg: () => (/* binding */ bucketUrl),
/* harmony export */   Jv: () => (/* binding */ hostsPostgres),
/* harmony export */   Kl: () => (/* binding */ bucketUrlForBrowsers),
/* harmony export */   Np: () => (/* binding */ restic),
/* harmony export */   Nq: () => (/* binding */ sqlAccess),
/* harmony export */   Sw: () => (/* binding */ minioClient),
/* harmony export */   _M: () => (/* binding */ postgresHost),
/* harmony export */   _W: () => (/* binding */ byDigest),
/* harmony export */   hz: () => (/* binding */ PORTS),
/* harmony export */   jj: () => (/* binding */ bucketAccess),
/* harmony export */   os: () => (/* binding */ postgres),
/* harmony export */   y5: () => (/* binding */ databaseStep),
/* harmony export */   y_: () => (/* binding */ hostsMinio),
/* harmony export */   zb: () => (/* binding */ bucketStep)
/* harmony export */ });
/* harmony import */ var _release_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1463);

/** Ports of the containers, all on the hosts' own network. */
const PORTS = {
    ami: 5038,
    asterisk: 5060,
    daphne: 8098,
    kamailio: 10060,
    minio: 9000,
    redis: 6379,
    rtpengine: 22222,
    uwsgi: 8099,
    websockets: 8000,
};
/** Where certificates lie on the app host and in its containers. */
const CERTIFICATES = "/etc/omnileads/certs";
/** Whether PostgreSQL runs on the app host. */
function hostsPostgres({ settings }) {
    return settings.postgres_host === undefined;
}
/** Whether MinIO runs on the app host. */
function hostsMinio({ settings }) {
    return settings.bucket_url === undefined;
}
/** PostgreSQL's address as seen from one of the hosts. */
function postgresHost(tenant, from) {
    return tenant.settings.postgres_host ?? (from === "app" ? "localhost" : tenant.app.lan);
}
/** The bucket's URL for the tenant's own programs. */
function bucketUrl(tenant) {
    return tenant.settings.bucket_url ?? `http://${tenant.app.lan}:${PORTS.minio}`;
}
/** The bucket's URL for browsers: a self-hosted MinIO is reached through nginx. */
function bucketUrlForBrowsers({ settings, app }) {
    const address = settings.fqdn ?? (settings.infra_env === "cloud" ? app.wan : app.lan);
    return settings.bucket_url ?? `https://${address}`;
}
/** The database as the application's role, from the app host. */
function sqlAccess(tenant) {
    const { settings } = tenant;
    return {
        host: postgresHost(tenant, "app"),
        port: settings.postgres_port,
        user: settings.postgres_user,
        password: (0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)((0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .slot */ .NI)("postgres_password")),
        ssl: settings.postgres_ssl,
    };
}
/** The bucket with the application's keys. */
function bucketAccess(tenant) {
    const { settings, extras } = tenant;
    const ca = extras.bucket_ca;
    return {
        endpoint: bucketUrl(tenant),
        name: settings.bucket_name,
        access_key: (0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)((0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .slot */ .NI)("bucket_access_key")),
        secret_key: (0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)((0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .slot */ .NI)("bucket_secret_key")),
        region: settings.bucket_region,
        verify: ca !== undefined || settings.callrec_device !== "s3-no-check-cert",
        ...(ca === undefined ? {} : { ca }),
    };
}
/** Makes the application's database ready. */
function databaseStep(tenant) {
    return {
        kind: "database",
        managed: !hostsPostgres(tenant),
        ...sqlAccess(tenant),
        name: tenant.settings.postgres_database,
        maintenance: tenant.settings.postgres_maintenance_db,
        extensions: ["plperl"],
    };
}
/** Makes the application's bucket ready; a self-hosted one with MinIO's client. */
function bucketStep(tenant, digests) {
    const access = { kind: "bucket", managed: !hostsMinio(tenant), ...bucketAccess(tenant) };
    if (access.managed)
        return access;
    return {
        ...access,
        admin_user: tenant.settings.s3_http_admin_user ?? "",
        admin_password: (0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)((0,_release_text_js__WEBPACK_IMPORTED_MODULE_0__/* .slot */ .NI)("s3_http_admin_pass")),
        client_image: byDigest(minioClient(tenant), digests),
    };
}
/** The image of MinIO's client. */
function minioClient({ extras }) {
    return { image: "quay.io/minio/mc", tag: extras.images.mc };
}
/** The image of restic, which stores backup sets. */
function restic({ extras }) {
    return { image: "docker.io/restic/restic", tag: extras.images.restic };
}
/** The image of PostgreSQL: the tenant's own server, or the client programs for a provider's. */
function postgres({ extras }) {
    return { image: "docker.io/omnileads/postgres", tag: extras.images.postgres };
}
/** `image@digest`. Throws where the digest is unknown: a mistake of the caller. */
function byDigest({ image, tag }, digests) {
    const digest = digests.get(`${image}:${tag}`);
    if (digest === undefined)
        throw new Error(`no digest was given for ${image}:${tag}`);
    return `${image}@${digest}`;
}


/***/ }),

/***/ 8298:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   as: () => (/* binding */ CERTIFICATE_KEY)
/* harmony export */ });
/* unused harmony exports BACKUP_SLOTS, secretsOf */
/* harmony import */ var _secret_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2879);
/** A tenant's secrets by the names of their slots. */

/** The slot of the custom certificate's private key. */
const CERTIFICATE_KEY = "key.pem";
/** The slots of the secrets in the block `backup` of `tenant.yml`. */
const BACKUP_SLOTS = {
    password: "backup.password",
    escrowPassword: "backup.escrow_password",
    accessKey: "backup.bucket.access_key",
    secretKey: "backup.bucket.secret_key",
    adminPassword: "backup.restore_as.admin_password",
};
/** Reveals every secret of a tenant, for `fill` and for redaction. */
function secretsOf(tenant) {
    const entries = [
        ...Object.entries(tenant.settings),
        [CERTIFICATE_KEY, tenant.custom?.key],
        ...backupSecrets(tenant),
    ];
    const secrets = new Map();
    const sealed = [];
    for (const [name, value] of entries) {
        if (!(value instanceof Secret))
            continue;
        const text = value.reveal();
        if (text === undefined)
            sealed.push(name);
        else
            secrets.set(name, text);
    }
    return sealed.length === 0 ? { ok: true, secrets } : { ok: false, sealed };
}
function backupSecrets({ extras: { backup } }) {
    return [
        [BACKUP_SLOTS.password, backup?.password],
        [BACKUP_SLOTS.escrowPassword, backup?.escrow_password],
        [BACKUP_SLOTS.accessKey, backup?.bucket?.access_key],
        [BACKUP_SLOTS.secretKey, backup?.bucket?.secret_key],
        [BACKUP_SLOTS.adminPassword, backup?.restore_as?.admin_password],
    ];
}


/***/ }),

/***/ 9056:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ renderEnvironment),
/* harmony export */   N: () => (/* binding */ parseEnvironment)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1463);

/** One line a variable. Values cannot hold line breaks: reading a tenant refuses them. */
function renderEnvironment(environment) {
    const lines = Object.entries(environment).flatMap(([name, value]) => {
        if (value === undefined)
            return [];
        return [`${name}=`, typeof value === "object" ? value : plain(value), "\n"];
    });
    return (0,_text_js__WEBPACK_IMPORTED_MODULE_0__/* .text */ .Qq)(...lines);
}
/** The inverse for a filled file: variables by name. */
function parseEnvironment(content) {
    const lines = content.split("\n").filter((line) => line !== "");
    return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
/** Upstream's images compare with Python's spelling. */
function plain(value) {
    return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}


/***/ }),

/***/ 8418:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ fingerprintOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/** The public fingerprint of a release. */

/** SHA-256 over the canonical JSON of `value` (keys sorted, no white space): 64 hex digits. */
function fingerprintOf(value) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)("sha256").update(canonicalJson(value)).digest("hex");
}
function canonicalJson(value) {
    return JSON.stringify(value, (_, inner) => (isRecord(inner) ? sorted(inner) : inner));
}
function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
function sorted(record) {
    return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}


/***/ }),

/***/ 4231:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  imagesByComponent: () => (/* binding */ imagesByComponent),
  imagesOf: () => (/* binding */ imagesOf),
  render: () => (/* binding */ render),
  stamped: () => (/* binding */ stamped)
});

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/components/endpoints.js
var endpoints = __webpack_require__(831);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/lock/lock.js
var lock = __webpack_require__(811);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/inventory/secrets.js
var secrets = __webpack_require__(8298);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/env-file.js
var env_file = __webpack_require__(9056);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/fingerprint.js
var release_fingerprint = __webpack_require__(8418);
// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/text.js
var release_text = __webpack_require__(1463);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/release/unit.js
/** Seconds a container may take beyond its stop timeout until systemd kills what is left. */
const STOP_MARGIN = 15;
/** The argv a unit runs; `image` is by digest. */
function commandOf(component, image) {
    const { stop } = component;
    return [
        "/usr/bin/podman",
        "run",
        `--cidfile=${cidFile(component)}`,
        "--cgroups=no-conmon",
        "--sdnotify=conmon",
        "--replace",
        "--detach",
        "--rm",
        "--pull=never",
        "--network=host",
        "--log-driver=journald",
        `--env-file=${component.envFile}`,
        `--name=${component.container}`,
        ...(stop.signal === undefined ? [] : [`--stop-signal=${stop.signal}`]),
        `--stop-timeout=${stop.timeout}`,
        ...(component.mounts ?? []).map((mount) => `--volume=${mount}`),
        image,
        ...(component.arguments ?? []),
    ];
}
/** The text of a unit. `after` are the units that start before it. */
function renderUnit(component, command, after) {
    const cid = cidFile(component);
    return `[Unit]
Description=OMniLeads ${component.name}
Wants=network-online.target
After=${["network-online.target", ...after].join(" ")}
RequiresMountsFor=/run/containers
StartLimitIntervalSec=0

[Service]
Type=notify
NotifyAccess=all
Environment=PODMAN_SYSTEMD_UNIT=%n
Restart=always
RestartSec=2
TimeoutStartSec=120
TimeoutStopSec=${component.stop.timeout + STOP_MARGIN}
ExecStartPre=/bin/rm -f ${cid}
ExecStart=${command.map(quoteForSystemd).join(" ")}
ExecStop=/usr/bin/podman stop --ignore --time=${component.stop.timeout} --cidfile=${cid}
ExecStopPost=/usr/bin/podman rm --force --ignore --cidfile=${cid}

[Install]
WantedBy=multi-user.target
`;
}
function cidFile(component) {
    return `/run/${component.unit}.ctr-id`;
}
/** A word of a command line as systemd reads it back to the same word. */
function quoteForSystemd(word) {
    const literal = word.replaceAll("%", "%%").replaceAll("$", "$$$$");
    if (!/[\s"'\\;]/.test(literal) && literal !== "")
        return literal;
    return `"${literal.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/release/render.js







/** The images each component a tenant deploys needs: its own first, then those of its steps; and those backups need. */
function imagesByComponent(tenant, catalogue) {
    const deployed = catalogue.filter((component) => isDeployed(component, tenant));
    const own = deployed.map((component) => [
        component.name,
        [{ image: component.image, tag: component.tag(tenant) }, ...(component.stepImages?.(tenant) ?? [])],
    ]);
    const backup = tenant.extras.backup === undefined ? [] : [[lock/* BACKUP_IMAGES */.Ey, [(0,endpoints/* restic */.Np)(tenant), (0,endpoints/* postgres */.os)(tenant)]]];
    return Object.fromEntries([...own, ...backup]);
}
/** The images a tenant's release needs, to be resolved to digests before `render`. Each once. */
function imagesOf(tenant, catalogue) {
    return (0,lock/* eachOnce */.B)(Object.values(imagesByComponent(tenant, catalogue)).flat());
}
/** Renders a release. Throws where `digests` lacks one of `imagesOf`: a mistake of the caller. */
function render(tenant, digests, catalogue) {
    const deployed = catalogue.filter((component) => isDeployed(component, tenant));
    const shared = { format: 1, tenant: tenant.name, complete: true };
    const app = {
        ...shared,
        ...rest(tenant, digests, deployed, tenant.app),
        certificates: certificatesOf(tenant, deployed),
        calls: null,
        marks: [(0,endpoints/* databaseStep */.y5)(tenant), (0,endpoints/* bucketStep */.zb)(tenant, digests)],
    };
    const voice = {
        ...shared,
        ...rest(tenant, digests, deployed, tenant.voice),
        certificates: null,
        calls: callsOf(tenant),
        marks: [],
    };
    return stamped(tenant.name, app, voice);
}
/** A release of two states, with the fingerprint that follows from them. */
function stamped(tenant, app, voice) {
    const fingerprint = (0,release_fingerprint/* fingerprintOf */.a)({ app: { ...app, release: "" }, voice: { ...voice, release: "" } });
    const release = fingerprint;
    return { tenant, fingerprint, app: { ...app, release }, voice: { ...voice, release } };
}
function isDeployed(component, tenant) {
    return component.isDeployed?.(tenant) ?? true;
}
function rest(tenant, digests, deployed, host) {
    const { role, name } = host;
    const here = deployed.flatMap((component) => {
        const phase = component.placement[role];
        return phase === undefined ? [] : [{ component, phase }];
    });
    const units = new Map(here.map(({ component }) => [component.name, component.unit]));
    const components = here.map((placed) => renderComponent(placed, tenant, digests, units));
    return { role, host: name, components };
}
function renderComponent({ component, phase }, tenant, digests, units) {
    const tag = component.tag(tenant);
    const image = (0,endpoints/* byDigest */._W)({ image: component.image, tag }, digests);
    const command = commandOf(component, image);
    const after = component.after.map((name) => units.get(name)).filter((unit) => unit !== undefined);
    const { name, unit, container, impact, busy } = component;
    return {
        name,
        unit,
        container,
        image,
        tag,
        phase,
        impact,
        command,
        env_file: component.envFile,
        files: [
            { path: component.envFile, mode: "0600", content: (0,env_file/* renderEnvironment */.C)(component.env(tenant, digests)) },
            {
                path: `/etc/systemd/system/${unit}`,
                mode: "0644",
                content: (0,release_text/* text */.Qq)(renderUnit(component, command, after)),
            },
            ...(component.files?.(tenant) ?? []),
        ],
        seeds: component.seeds ?? [],
        volumes: component.dataVolumes ?? [],
        before: component.before?.(tenant, digests) ?? [],
        after: component.afterwards?.(tenant, digests) ?? [],
        probes: component.probes(tenant),
        probe_timeout: tenant.extras.health_timeout ?? component.probeTimeout,
        ...(component.schema === undefined ? {} : { schema: component.schema }),
        ...(busy === undefined ? {} : { busy: busy.words, busy_timeout: busy.timeout(tenant) }),
    };
}
function certificatesOf({ settings, app, custom }, deployed) {
    const readers = deployed.filter((component) => component.readsCertificates).map(({ name }) => name);
    if (custom === undefined) {
        const names = [settings.fqdn, app.lan, app.connection.address, app.wan].filter((name) => name !== undefined);
        return { files: [], selfsigned: { names: [...new Set(names)] }, readers };
    }
    const files = [
        { path: `${endpoints/* CERTIFICATES */.$b}/cert.pem`, mode: "0644", content: (0,release_text/* text */.Qq)(custom.certificate) },
        { path: `${endpoints/* CERTIFICATES */.$b}/key.pem`, mode: "0600", content: (0,release_text/* text */.Qq)((0,release_text/* slot */.NI)(secrets/* CERTIFICATE_KEY */.as)) },
    ];
    return { files, selfsigned: null, readers };
}
function callsOf({ settings, voice }) {
    const password = (0,release_text/* text */.Qq)((0,release_text/* slot */.NI)("ami_password"));
    return {
        ami: { host: voice.lan, port: endpoints/* PORTS */.hz.ami, user: settings.ami_user, password },
        rtpengine: { host: voice.lan, port: endpoints/* PORTS */.hz.rtpengine },
    };
}


/***/ }),

/***/ 1463:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BB: () => (/* binding */ fillText),
/* harmony export */   NI: () => (/* binding */ slot),
/* harmony export */   Qq: () => (/* binding */ text)
/* harmony export */ });
/** The slot of a secret. */
function slot(secret) {
    return { secret };
}
/** A text of plain parts and slots. Equal texts are equal values: neighbours are joined, empty parts left out. */
function text(...parts) {
    const joined = [];
    for (const part of parts) {
        const last = joined.at(-1);
        if (part === "")
            continue;
        if (typeof part === "string" && typeof last === "string")
            joined[joined.length - 1] = last + part;
        else
            joined.push(part);
    }
    return joined;
}
/** The plain string of a text, each slot replaced. */
function fillText(parts, replace) {
    return parts.map((part) => (typeof part === "string" ? part : replace(part.secret))).join("");
}


/***/ })

};
