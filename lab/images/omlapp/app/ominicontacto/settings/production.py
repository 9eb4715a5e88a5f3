"""Settings, read from the environment alone."""

import os

env = os.environ


def database(host):
    """The tenant's database on `host`. PGSSLMODE and PGSSLROOTCERT are libpq's own to read."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env["PGDATABASE"],
        "USER": env["PGUSER"],
        "PASSWORD": env["PGPASSWORD"],
        "HOST": host,
        "PORT": env.get("PGPORT", "5432"),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 5, "application_name": "omlapp"},
    }


HAS_REPLICA = env.get("PGHOSTHA", "").lower() == "true" and bool(env.get("PGHOSTRO"))
DATABASES = {"default": database(env["PGHOST"])}
if HAS_REPLICA:
    DATABASES["replica"] = database(env["PGHOSTRO"])

# Without a key of the tenant's own, the one every installation shares: what upstream's image does too.
SECRET_KEY = env.get("SECRET_KEY") or "lab-shared-key"
DEBUG = False
ALLOWED_HOSTS = ["*"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_AGE = int(env.get("SESSION_COOKIE_AGE") or 3600)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LOGIN_FAILURE_LIMIT = int(env.get("LOGIN_FAILURE_LIMIT") or 10)
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "ominicontacto_app",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = "ominicontacto.urls"
WSGI_APPLICATION = "ominicontacto.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
STATIC_URL = "/static/"
STATIC_ROOT = os.path.join(env.get("INSTALL_PREFIX") or "/opt/omnileads/", "static")
TIME_ZONE = env.get("TZ") or "UTC"
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

EMAIL_BACKEND = env.get("EMAIL_BACKEND") or "django.core.mail.backends.dummy.EmailBackend"
EMAIL_HOST = env.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = env.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.get("EMAIL_USE_TLS", "").lower() == "true"
EMAIL_USE_SSL = env.get("EMAIL_USE_SSL", "").lower() == "true"
DEFAULT_FROM_EMAIL = env.get("DEFAULT_FROM_EMAIL", "webmaster@localhost")

REDIS_URL = "redis://{}:6379/0".format(env.get("REDIS_HOSTNAME", "localhost"))
AGENDA = env.get("CALIFICACION_REAGENDA") or "Agenda"

with open("/etc/lab-release") as file:
    RELEASE = dict(line.rstrip("\n").split("=", 1) for line in file)["LAB_RELEASE"]
