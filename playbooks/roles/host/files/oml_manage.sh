#!/bin/sh
# What an operator does by hand on a host of OMniLeads. Runs with and without a terminal.
set -eu

MANAGE=/opt/omnileads/ominicontacto/manage.py

usage() {
  cat <<'TEXT'
Usage: oml_manage.sh OPTION
On the app host:
  --reset_pass          set the password of the user admin to DJANGO_PASS, or without it to the application's default
  --init_env            create the demo users, routes and forms
  --regenerar_asterisk  rebuild Asterisk's data in Redis
  --clean_redis         empty Redis, then rebuild Asterisk's data in it (asks first; --yes does not ask)
  --show_bucket         list the recordings in the bucket
  --nginx_t             check nginx's configuration and print it
On the voice host:
  --asterisk_CLI        Asterisk's console
  --asterisk_terminal   a shell in Asterisk's container
  --rtpengine_conf      print how rtpengine was started
On either, the log as it grows (without a terminal: its last 200 lines):
  --asterisk_logs --kamailio_logs --django_logs --rtpengine_logs --websockets_logs
  --nginx_logs --daphne_logs --cron_logs --redis_logs --postgresql_logs --minio_logs
  --help                this text
TEXT
}

# A terminal is asked for only where there is one, so that scripts and CI can call this too.
inside() {
  if [ -t 0 ] && [ -t 1 ]; then
    exec podman exec -it "$@"
  fi
  exec podman exec -i "$@"
}

django() {
  podman exec -i oml-django-server python3 "$MANAGE" "$@"
}

# The variable goes by name: its value is never an argument.
reset_pass() {
  exec podman exec -i ${DJANGO_PASS:+--env DJANGO_PASS} oml-django-server python3 "$MANAGE" cambiar_admin_password
}

logs() {
  if [ -t 1 ]; then
    exec journalctl --follow --lines=200 --output=short-iso --unit="$1"
  fi
  exec journalctl --no-pager --lines=200 --output=short-iso --unit="$1"
}

confirmed() {
  [ "${2:-}" = --yes ] && return 0
  if [ ! -t 0 ]; then
    echo "oml_manage.sh: $1 Nothing was done; without a terminal add --yes." >&2
    exit 2
  fi
  printf '%s Type yes to go on: ' "$1"
  read -r answer
  [ "$answer" = yes ] || { echo "Nothing was done."; exit 1; }
}

clean_redis() {
  confirmed "This ends all sessions and empties Redis." "${1:-}"
  podman exec -i oml-redis-server redis-cli FLUSHALL
  django regenerar_asterisk
}

# The bucket's settings are the container's own: nothing is expanded here.
show_bucket() {
  exec podman exec -i oml-django-server sh -c \
    'aws --endpoint-url "$S3_ENDPOINT_MINIO" s3 ls --recursive "s3://$S3_BUCKET_NAME/" 2>/dev/null ||
     aws --endpoint-url "$S3_ENDPOINT" s3 ls --recursive "s3://$S3_BUCKET_NAME/"'
}

case "${1:---help}" in
  --reset_pass) reset_pass ;;
  --init_env) django inicializar_entorno ;;
  --regenerar_asterisk) django regenerar_asterisk ;;
  --clean_redis) clean_redis "${2:-}" ;;
  --show_bucket) show_bucket ;;
  --nginx_t) inside oml-nginx-server nginx -T ;;
  --asterisk_CLI)
    if [ -t 0 ]; then inside oml-asterisk-server asterisk -r -vvv; fi
    exec podman exec -i oml-asterisk-server asterisk -rx "core show channels"
    ;;
  --asterisk_terminal) inside oml-asterisk-server sh ;;
  --rtpengine_conf) exec podman top oml-rtpengine-server args ;;
  --django_logs) logs omnileads.service ;;
  --cron_logs) logs omlcron.service ;;
  --asterisk_logs | --kamailio_logs | --rtpengine_logs | --websockets_logs | --nginx_logs | --daphne_logs | \
    --redis_logs | --postgresql_logs | --minio_logs)
    name=${1#--}
    logs "${name%_logs}.service"
    ;;
  --help | -h) usage ;;
  *)
    echo "oml_manage.sh: unknown option '$1'" >&2
    usage >&2
    exit 2
    ;;
esac
