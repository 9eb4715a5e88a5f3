export const id = 142;
export const ids = [142];
export const modules = {

/***/ 761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  catalogue: () => (/* binding */ catalogue)
});

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/release/text.js
var release_text = __webpack_require__(1463);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/asterisk-custom.js
/** Where they lie, on the host and in the container. */
const CUSTOM_FOLDER = "/etc/asterisk/custom";
const BOTH = [
    "amd",
    "dahdi",
    "extensions",
    "extensions_bridgecall",
    "extensions_commonsub",
    "extensions_globals",
    "extensions_modules",
    "extensions_outr",
    "extensions_postcall",
    "extensions_precall",
    "func_odbc",
    "http",
    "manager",
    "pjsip",
    "pjsip_wizard",
    "queues",
    "res_odbc",
    "sip_general",
    "sip_registrations",
    "sip_trunks",
    "voicemail",
];
const CUSTOM_ONLY = ["extensions_inr", "extensions_ivr", "extensions_tc"];
/** Upstream's names, empty. */
const customFiles = [
    ...BOTH.flatMap((name) => [`oml_${name}_custom.conf`, `oml_${name}_override.conf`]),
    ...CUSTOM_ONLY.map((name) => `oml_${name}_custom.conf`),
].map((name) => ({ path: `${CUSTOM_FOLDER}/${name}`, mode: "0644", content: [] }));

// EXTERNAL MODULE: ./node_modules/.cache/oml-build/src/components/endpoints.js
var endpoints = __webpack_require__(831);
;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/service-environment.js


/** libpq's own variables; `PGSSLMODE` makes every libpq client require TLS. */
function postgresEnvironment(tenant, from) {
    const { settings } = tenant;
    return {
        PGHOST: (0,endpoints/* postgresHost */._M)(tenant, from),
        PGPORT: settings.postgres_port,
        PGDATABASE: settings.postgres_database,
        PGUSER: settings.postgres_user,
        PGPASSWORD: (0,release_text/* slot */.NI)("postgres_password"),
        PGSSLMODE: settings.postgres_ssl ? "require" : undefined,
    };
}
/** The bucket at `url` with the application's keys. */
function bucketEnvironment({ settings }, url) {
    return {
        S3_BUCKET_NAME: settings.bucket_name,
        AWS_ACCESS_KEY_ID: (0,release_text/* slot */.NI)("bucket_access_key"),
        AWS_SECRET_ACCESS_KEY: (0,release_text/* slot */.NI)("bucket_secret_key"),
        AWS_DEFAULT_REGION: settings.bucket_region,
        S3_ENDPOINT: url,
    };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/asterisk.js




/** The telephone exchange. */
const asterisk = {
    name: "asterisk",
    placement: { voice: "voice" },
    image: "docker.io/omnileads/asterisk",
    tag: ({ settings }) => settings.asterisk_version,
    unit: "asterisk.service",
    container: "oml-asterisk-server",
    envFile: "/etc/default/asterisk.env",
    env: (tenant) => ({
        TZ: tenant.settings.TZ,
        ASTERISK_LOCATION: "",
        CALLREC_DEVICE: tenant.settings.callrec_device,
        ASTERISK_HOSTNAME: tenant.voice.lan,
        ASTERISK_PUBLIC_IP: tenant.voice.wan,
        AMI_USER: tenant.settings.ami_user,
        AMI_PASSWORD: (0,release_text/* slot */.NI)("ami_password"),
        OMNILEADS_HOSTNAME: tenant.app.lan,
        REDIS_HOSTNAME: tenant.app.lan,
        ...postgresEnvironment(tenant, "voice"),
        PGSSL: tenant.settings.postgres_ssl,
        HOMER_ENABLE: tenant.settings.homer_enable,
        HOMERHOST: tenant.settings.observability_host ?? "",
        HOMERPORT: 9060,
        ...bucketEnvironment(tenant, (0,endpoints/* bucketUrl */.Cg)(tenant)),
    }),
    mounts: [`${CUSTOM_FOLDER}:${CUSTOM_FOLDER}:z`],
    seeds: customFiles,
    after: ["rtpengine"],
    stop: { timeout: 20 },
    impact: "calls",
    probes: ({ voice }) => [{ kind: "sip", title: "SIP OPTIONS", host: voice.lan, port: endpoints/* PORTS */.hz.asterisk }],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/django-environment.js



const SMTP = "django.core.mail.backends.smtp.EmailBackend";
/** Everything but the role's own switch. `bucketUrl` is where this role finds the recordings. */
function djangoEnvironment(tenant, digests, bucketUrl) {
    const { settings } = tenant;
    return {
        TZ: settings.TZ,
        AMI_USER: settings.ami_user,
        AMI_PASSWORD: (0,release_text/* slot */.NI)("ami_password"),
        ...paths,
        ...addresses(tenant),
        CALIFICACION_REAGENDA: settings.schedule,
        EPHEMERAL_USER_TTL: settings.ECCTL,
        LOGIN_FAILURE_LIMIT: settings.LOGIN_FAILURE_LIMIT,
        SESSION_COOKIE_AGE: settings.SCA,
        SECRET_KEY: settings.django_secret_key && (0,release_text/* slot */.NI)("django_secret_key"),
        // Agents' credentials are issued here and checked by Kamailio: one key for both.
        SIP_SECRET_KEY: settings.kamailio_webrtc_auth_eph_key && (0,release_text/* slot */.NI)("kamailio_webrtc_auth_eph_key"),
        ...postgresEnvironment(tenant, "app"),
        PGHOSTHA: settings.postgres_ha,
        PGHOSTRO: settings.postgres_ro_host ?? "",
        WOMBAT_HOSTNAME: settings.dialer_host,
        WOMBAT_USER: settings.dialer_user,
        WOMBAT_PASSWORD: (0,release_text/* slot */.NI)("dialer_password"),
        CALLREC_DEVICE: settings.callrec_device,
        MONITORFORMAT: "mp3",
        S3_STORAGE_ENABLED: "true",
        ...bucketEnvironment(tenant, bucketUrl),
        GOOGLE_MAPS_API_KEY: settings.google_maps_api_key ? (0,release_text/* slot */.NI)("google_maps_api_key") : "",
        GOOGLE_MAPS_CENTER: settings.google_maps_center ?? "",
        ...version((0,endpoints/* byDigest */._W)(omlapp(tenant), digests)),
        ...mail(settings),
        OML_LOGGING_SLOWSQL_ENABLED: "",
        OML_LOGGING_SLOWSQL_OUTPUT: "-",
        OML_LOGGING_SLOWSQL_DURATION: 1,
    };
}
const paths = {
    PYTHONPATH: "/opt/omnileads/ominicontacto",
    INSTALL_PREFIX: "/opt/omnileads/",
    DJANGO_SETTINGS_MODULE: "ominicontacto.settings.production",
};
function addresses({ app, voice }) {
    return {
        ASTERISK_HOSTNAME: voice.lan,
        KAMAILIO_HOSTNAME: app.lan,
        OMNILEADS_HOSTNAME: app.lan,
        REDIS_HOSTNAME: app.lan,
        WEBSOCKET_HOST: app.lan,
        WEBSOCKET_PORT: endpoints/* PORTS */.hz.websockets,
    };
}
/** The image of all three roles. */
function omlapp({ settings }) {
    return { image: "docker.io/omnileads/omlapp", tag: settings.django_version };
}
/**
 * What the application shows as its version: the first digits of the image's digest, whatever the tag.
 * Django does not start without the other two; a real date would make every release a new one.
 */
function version(image) {
    return { OML_BRANCH: "-", OML_COMMIT: image.replace(/^.*@sha256:/, "").slice(0, 8), OML_BUILD_DATE: "-" };
}
function mail(settings) {
    const smtp = settings.email_backend === SMTP;
    return {
        EMAIL_BACKEND: settings.email_backend ?? "django.core.mail.backends.dummy.EmailBackend",
        DEFAULT_FROM_EMAIL: smtp ? settings.email_default_from : undefined,
        EMAIL_HOST: smtp ? settings.email_host : undefined,
        EMAIL_HOST_PASSWORD: smtp ? (0,release_text/* slot */.NI)("email_password") : undefined,
        EMAIL_HOST_USER: smtp ? settings.email_user : undefined,
        EMAIL_PORT: smtp ? settings.email_port : undefined,
        EMAIL_SSL_CERTFILE: settings.email_ssl_certfile,
        EMAIL_SSL_KEYFILE: settings.email_ssl_keyfile,
        EMAIL_USE_SSL: settings.email_use_ssl,
        EMAIL_USE_TLS: settings.email_use_tls,
    };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/cron.js


/** The web application's periodic work. Its unit is `omlcron`: `cron` is Debian's own. */
const cron = {
    name: "cron",
    placement: { app: "edge" },
    image: "docker.io/omnileads/omlapp",
    tag: ({ settings }) => settings.django_version,
    unit: "omlcron.service",
    container: "oml-cron-server",
    envFile: "/etc/default/cron.env",
    env: (tenant, digests) => djangoEnvironment(tenant, digests, (0,endpoints/* bucketUrl */.Cg)(tenant)),
    after: ["redis", "postgresql", "omnileads"],
    stop: { timeout: 20 },
    impact: "none",
    probes: () => [{ kind: "running", title: "up for 5 s", seconds: 5 }],
    probeTimeout: 60,
    schema: "reads",
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/daphne.js


/** The web application's channels: Django behind Daphne. */
const daphne = {
    name: "daphne",
    placement: { app: "edge" },
    image: "docker.io/omnileads/omlapp",
    tag: ({ settings }) => settings.django_version,
    unit: "daphne.service",
    container: "oml-daphne-server",
    envFile: "/etc/default/daphne.env",
    env: (tenant, digests) => ({
        DAPHNE_ENABLE: "True",
        ...djangoEnvironment(tenant, digests, (0,endpoints/* bucketUrlForBrowsers */.Kl)(tenant)),
    }),
    after: ["redis", "postgresql", "omnileads"],
    stop: { timeout: 20 },
    impact: "web",
    probes: ({ app }) => [{ kind: "tcp", title: "Daphne", host: app.lan, port: endpoints/* PORTS */.hz.daphne }],
    probeTimeout: 60,
    schema: "reads",
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/kamailio.js


/** The agents' SIP edge: WebRTC towards browsers, SIP towards Asterisk. */
const kamailio = {
    name: "kamailio",
    placement: { app: "voice" },
    image: "docker.io/omnileads/kamailio",
    tag: ({ settings }) => settings.kamailio_version,
    unit: "kamailio.service",
    container: "oml-kamailio-server",
    envFile: "/etc/default/kamailio.env",
    env: ({ settings, app, voice }) => ({
        KAMAILIO_HOSTNAME: app.lan,
        KAMAILIO_CERTS_LOCATION: endpoints/* CERTIFICATES */.$b,
        ASTERISK_HOSTNAME: voice.lan,
        REDIS_HOSTNAME: app.lan,
        RTPENGINE_HOSTNAME: voice.lan,
        SHM_SIZE: settings.shm_size,
        PKG_SIZE: settings.pkg_size,
        AUTHEPH_SK: settings.kamailio_webrtc_auth_eph_key && (0,release_text/* slot */.NI)("kamailio_webrtc_auth_eph_key"),
    }),
    mounts: [`${endpoints/* CERTIFICATES */.$b}:${endpoints/* CERTIFICATES */.$b}:ro,z`],
    readsCertificates: true,
    after: ["redis"],
    stop: { timeout: 20 },
    impact: "calls",
    probes: ({ app }) => [{ kind: "sip", title: "SIP OPTIONS", host: app.lan, port: endpoints/* PORTS */.hz.kamailio }],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/minio.js


/** Object storage for recordings and backups, where the tenant has no bucket of a provider's. */
const minio = {
    name: "minio",
    placement: { app: "foundation" },
    image: "quay.io/minio/minio",
    tag: ({ extras }) => extras.images.minio,
    isDeployed: endpoints/* hostsMinio */.y_,
    unit: "minio.service",
    container: "oml-minio-server",
    envFile: "/etc/default/minio.env",
    env: ({ settings }) => ({
        MINIO_ROOT_USER: settings.s3_http_admin_user,
        MINIO_ROOT_PASSWORD: (0,release_text/* slot */.NI)("s3_http_admin_pass"),
    }),
    mounts: ["oml_minio:/data"],
    dataVolumes: ["oml_minio"],
    arguments: ["server", "/data", "--console-address", ":9090"],
    after: [],
    stop: { timeout: 30 },
    impact: "data",
    probes: ({ app }) => [
        {
            kind: "http",
            title: "MinIO ready",
            url: `http://${app.lan}:${endpoints/* PORTS */.hz.minio}/minio/health/ready`,
            status: [200],
            tls_verify: false,
        },
    ],
    probeTimeout: 60,
    afterwards: (tenant, digests) => [(0,endpoints/* bucketStep */.zb)(tenant, digests)],
    stepImages: (tenant) => [(0,endpoints/* minioClient */.Sw)(tenant)],
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/nginx.js

/** The browsers' door: TLS, static files, and the way to every other web component. */
const nginx = {
    name: "nginx",
    placement: { app: "edge" },
    image: "docker.io/omnileads/nginx",
    tag: ({ settings }) => settings.nginx_version,
    unit: "nginx.service",
    container: "oml-nginx-server",
    envFile: "/etc/default/nginx.env",
    env: (tenant) => ({
        DJANGO_HOSTNAME: tenant.app.lan,
        DAPHNE_HOSTNAME: tenant.app.lan,
        KAMAILIO_HOSTNAME: tenant.app.lan,
        WEBSOCKETS_HOSTNAME: tenant.app.lan,
        ENV: "prodenv",
        S3_ENDPOINT: (0,endpoints/* bucketUrl */.Cg)(tenant),
    }),
    mounts: [
        `${endpoints/* CERTIFICATES */.$b}:${endpoints/* CERTIFICATES */.$b}:ro,z`,
        "django_static:/opt/omnileads/static",
        "django_callrec_zip:/opt/omnileads/asterisk/var/spool/asterisk/monitor",
    ],
    readsCertificates: true,
    after: ["omnileads", "daphne", "websockets", "kamailio"],
    stop: { timeout: 20 },
    impact: "web",
    probes: ({ app }) => [
        {
            kind: "http",
            title: "HTTPS login page",
            url: `https://${app.lan}/accounts/login/`,
            status: [200],
            tls_verify: false,
        },
        { kind: "websocket", title: "WebSocket through nginx", url: `wss://${app.lan}/consumers/oml-probe` },
    ],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/omnileads.js


/** The web application: Django behind uWSGI. Migrates its database whenever it starts. */
const omnileads = {
    name: "omnileads",
    placement: { app: "foundation" },
    image: "docker.io/omnileads/omlapp",
    tag: ({ settings }) => settings.django_version,
    unit: "omnileads.service",
    container: "oml-django-server",
    envFile: "/etc/default/django.env",
    env: (tenant, digests) => ({
        CRON_ENABLE: "false",
        ASTERISK_LOCATION: "/opt/omnileads/asterisk",
        ...djangoEnvironment(tenant, digests, (0,endpoints/* bucketUrlForBrowsers */.Kl)(tenant)),
    }),
    mounts: [
        "django_static:/opt/omnileads/static",
        "django_callrec_zip:/opt/omnileads/asterisk/var/spool/asterisk/monitor",
    ],
    after: ["minio", "redis", "postgresql"],
    stop: { timeout: 30 },
    impact: "web",
    probes: (tenant) => [
        {
            kind: "uwsgi",
            title: "login page",
            host: tenant.app.lan,
            port: endpoints/* PORTS */.hz.uwsgi,
            path: "/accounts/login/",
            status: [200],
        },
        {
            kind: "sql",
            title: "database as the application",
            ...(0,endpoints/* sqlAccess */.Nq)(tenant),
            database: tenant.settings.postgres_database,
        },
        { kind: "bucket", title: "bucket", ...(0,endpoints/* bucketAccess */.jj)(tenant) },
    ],
    probeTimeout: 120,
    // Self-hosted services are made ready by their own components.
    before: (tenant, digests) => [
        ...((0,endpoints/* hostsPostgres */.Jv)(tenant) ? [] : [(0,endpoints/* databaseStep */.y5)(tenant)]),
        ...((0,endpoints/* hostsMinio */.y_)(tenant) ? [] : [(0,endpoints/* bucketStep */.zb)(tenant, digests)]),
    ],
    schema: "migrates",
    busy: { words: ["manage.py", "migrate"], timeout: ({ extras }) => extras.migration_timeout * 60 },
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/postgresql.js


/** PostgreSQL, where the tenant has no database service of a provider's. */
const postgresql = {
    name: "postgresql",
    placement: { app: "foundation" },
    image: "docker.io/omnileads/postgres",
    tag: ({ extras }) => extras.images.postgres,
    isDeployed: endpoints/* hostsPostgres */.Jv,
    unit: "postgresql.service",
    container: "oml-postgresql-server",
    envFile: "/etc/default/postgres.env",
    env: ({ settings }) => ({
        PGHOSTHA: settings.postgres_ha,
        PGHOSTRO: settings.postgres_ro_host ?? "",
        POSTGRES_USER: settings.postgres_user,
        POSTGRES_PASSWORD: (0,release_text/* slot */.NI)("postgres_password"),
        POSTGRES_DB: settings.postgres_database,
    }),
    mounts: ["oml_postgres:/var/lib/postgresql/data"],
    dataVolumes: ["oml_postgres"],
    after: [],
    // PostgreSQL's fast shutdown: sessions are ended, not waited for.
    stop: { signal: "SIGINT", timeout: 60 },
    impact: "data",
    probes: (tenant) => [
        {
            kind: "sql",
            title: "maintenance database",
            ...(0,endpoints/* sqlAccess */.Nq)(tenant),
            database: tenant.settings.postgres_maintenance_db,
        },
    ],
    // Long enough for recovery after a crash.
    probeTimeout: 180,
    afterwards: (tenant) => [(0,endpoints/* databaseStep */.y5)(tenant)],
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/exporter.js
/** What every Prometheus exporter answers. */
function exporterProbe(port) {
    const url = `http://127.0.0.1:${port}/metrics`;
    return { kind: "http", title: "metrics", url, status: [200], tls_verify: false };
}

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/prometheus-node-exporter.js

/** Metrics of a host, for a Prometheus elsewhere. */
const prometheusNodeExporter = {
    name: "prometheus_node_exporter",
    placement: { app: "edge", voice: "voice" },
    image: "docker.io/prom/node-exporter",
    tag: ({ extras }) => extras.images.node_exporter,
    isDeployed: ({ settings }) => settings.prometheus_enable,
    unit: "prometheus_node_exporter.service",
    container: "oml-prometheus_node_exporter-server",
    envFile: "/etc/default/prometheus_node_exporter.env",
    env: () => ({}),
    after: [],
    stop: { timeout: 10 },
    impact: "none",
    probes: () => [exporterProbe(9100)],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/prometheus-postgres.js



/** Metrics of PostgreSQL, for a Prometheus elsewhere. The password is no part of a URL, so any will do. */
const prometheusPostgres = {
    name: "prometheus_postgres",
    placement: { app: "edge" },
    image: "docker.io/prometheuscommunity/postgres-exporter",
    tag: ({ extras }) => extras.images.postgres_exporter,
    isDeployed: ({ settings }) => settings.prometheus_enable,
    unit: "prometheus_postgres.service",
    container: "oml-prometheus-postgres",
    envFile: "/etc/default/prometheus_postgres.env",
    env: (tenant) => {
        const { postgres_port: port, postgres_database: name, postgres_ssl: ssl, postgres_user, } = tenant.settings;
        return {
            DATA_SOURCE_URI: `${(0,endpoints/* postgresHost */._M)(tenant, "app")}:${port}/${name}?sslmode=${ssl ? "require" : "disable"}`,
            DATA_SOURCE_USER: postgres_user,
            DATA_SOURCE_PASS: (0,release_text/* slot */.NI)("postgres_password"),
        };
    },
    after: ["postgresql"],
    stop: { timeout: 10 },
    impact: "none",
    probes: () => [exporterProbe(9187)],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/prometheus-redis.js


/** Metrics of Redis, for a Prometheus elsewhere. */
const prometheusRedis = {
    name: "prometheus_redis",
    placement: { app: "edge" },
    image: "docker.io/oliver006/redis_exporter",
    tag: ({ extras }) => extras.images.redis_exporter,
    isDeployed: ({ settings }) => settings.prometheus_enable,
    unit: "prometheus_redis.service",
    container: "oml-prometheus-redis",
    envFile: "/etc/default/prometheus_redis.env",
    env: () => ({ REDIS_ADDR: `localhost:${endpoints/* PORTS */.hz.redis}` }),
    after: ["redis"],
    stop: { timeout: 10 },
    impact: "none",
    probes: () => [exporterProbe(9121)],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/redis.js

/** Redis with Gears: sessions, queues, agents' states. */
const redis = {
    name: "redis",
    placement: { app: "foundation" },
    image: "docker.io/redislabs/redisgears",
    tag: ({ extras }) => extras.images.redis,
    unit: "redis.service",
    container: "oml-redis-server",
    envFile: "/etc/default/redis.env",
    env: ({ extras }) => ({ REDISGEARS_VERSION: extras.images.redis }),
    mounts: ["oml_redis:/data"],
    dataVolumes: ["oml_redis"],
    after: [],
    stop: { timeout: 30 },
    impact: "data",
    probes: ({ app }) => [{ kind: "redis", title: "Redis PING", host: app.lan, port: endpoints/* PORTS */.hz.redis }],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/rtpengine.js

/** Media between agents' browsers and Asterisk. */
const rtpengine = {
    name: "rtpengine",
    placement: { voice: "voice" },
    image: "docker.io/omnileads/rtpengine",
    tag: ({ settings }) => settings.rtpengine_version,
    unit: "rtpengine.service",
    container: "oml-rtpengine-server",
    envFile: "/etc/default/rtpengine.env",
    env: ({ settings, voice }) => ({ WAN_IP: voice.wan, LAN_IP: voice.lan, ENV: settings.infra_env }),
    after: [],
    stop: { timeout: 20 },
    impact: "calls",
    probes: ({ voice }) => [
        { kind: "rtpengine", title: "rtpengine ping", host: voice.lan, port: endpoints/* PORTS */.hz.rtpengine },
    ],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/websockets.js

/** Live updates for supervisors' and agents' pages. */
const websockets = {
    name: "websockets",
    placement: { app: "edge" },
    image: "docker.io/omnileads/websockets",
    tag: ({ settings }) => settings.websockets_version,
    unit: "websockets.service",
    container: "oml-websockets-server",
    envFile: "/etc/default/websockets.env",
    env: ({ app }) => ({
        EVENT_LOOP: "uvloop",
        LOGGERS: "DEBUG:fts.oml.services.websockets;INFO:websockets.server",
        DEBUG_EVENT_LOOP: "off",
        BIND_ADDRESS: `${app.lan}:${endpoints/* PORTS */.hz.websockets}`,
        REDIS_HOST: `redis://${app.lan}`,
    }),
    after: ["redis"],
    stop: { timeout: 20 },
    impact: "web",
    probes: ({ app }) => [
        { kind: "websocket", title: "WebSocket", url: `ws://${app.lan}:${endpoints/* PORTS */.hz.websockets}/consumers/oml-probe` },
    ],
    probeTimeout: 60,
};

;// CONCATENATED MODULE: ./node_modules/.cache/oml-build/src/components/catalogue.js
/** All components, in the order of a deploy. */














/** The catalogue, in apply order across both hosts. */
const catalogue = [
    minio,
    redis,
    postgresql,
    omnileads,
    rtpengine,
    asterisk,
    kamailio,
    websockets,
    daphne,
    cron,
    nginx,
    prometheusNodeExporter,
    prometheusRedis,
    prometheusPostgres,
];


/***/ }),

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
