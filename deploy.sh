#!/usr/bin/env bash
# The upstream command line, kept: translates its options to `oml install`, `upgrade`, `rollback`, `backup` and `restore`.
set -euo pipefail

root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
readonly root
readonly actions="install upgrade rollback backup restore"

usage() {
  cat <<'TEXT'
Deploys a tenant of OMniLeads on its two hosts.

Usage: ./deploy.sh --action=ACTION --tenant=TENANT [--component=COMPONENT]

  --action=install     bring a tenant to what its folder says; where its images are not locked yet, lock them
  --action=upgrade     lock what its tags name now (of --component alone where given), show it, deploy it
  --action=rollback    edit the tenant's files back to the release before, and deploy that
  --action=backup      take a backup set of database, Asterisk files and certificates, and read it back
  --action=restore     bring a backup set back; what ran before is kept until oml restore --accept
  --set=ID             with restore: this set (default: the newest that was read back whole)
  --confirm=TENANT     with restore: the tenant's name again, where no terminal can ask for it
  --to=REV             with rollback: back to this commit
  --tenant=TENANT      the tenant's folder under instances/
  --component=NAME     deploy this component or group alone, such as asterisk, django, voice (default: all)
  --check              change nothing, say what would change
  --retry              try again a release that was put back
  --now                do not wait for calls to end: cut them
  --unreviewed=REASON  deploy what is not merged; the hosts keep the reason
  --allow-older        deploy a commit older than the one the hosts run
  --new-data           accept data services and volumes without the tenant's marker
  --prepare            prepare the hosts again
  --help               show this

Examples:
  ./deploy.sh --action=install --component=all --tenant=demo
  ./deploy.sh --action=install --component=asterisk --tenant=demo
  ./deploy.sh --action=upgrade --tenant=demo
  ./deploy.sh --action=rollback --tenant=demo
  ./deploy.sh --action=backup --tenant=demo
  ./deploy.sh --action=restore --tenant=demo

Exit codes: 0 done, 1 not done (the report says why), 2 wrong call.
TEXT
}

wrong() {
  printf 'deploy.sh: %s\n' "$1" >&2
  exit 2
}

action="" component="all" tenant="" to="" chosen=() switches=() given=" "
for argument in "$@"; do
  [[ $given != *" ${argument%%=*} "* ]] || wrong "${argument%%=*} is given twice."
  given+="${argument%%=*} "
  case $argument in
    --help | -h) usage; exit 0 ;;
    --action=*) action=${argument#*=} ;;
    --component=*) component=${argument#*=} ;;
    --tenant=*) tenant=${argument#*=} ;;
    --to=*) to=${argument#*=} ;;
    --set=* | --confirm=*) chosen+=("$argument") ;;
    --check | --retry | --now | --new-data | --prepare | --allow-older | --unreviewed=*) switches+=("$argument") ;;
    *) wrong "unknown option '$argument'. Valid: --action= --component= --tenant= --to= --set= --confirm= --check --retry --now --new-data --prepare --allow-older --unreviewed= --help." ;;
  esac
done

[[ -n $action ]] || wrong "which action? Give --action=NAME. Valid: $actions."
[[ " $actions " == *" $action "* ]] || wrong "unknown action '$action'. Valid: $actions."
[[ -n $tenant ]] || wrong "which tenant? Give --tenant=NAME, a folder under instances/."
[[ -z $to || $action == rollback ]] || wrong "--to goes with --action=rollback alone."
[[ ${#chosen[@]} -eq 0 || $action == restore ]] || wrong "--set and --confirm go with --action=restore alone."
if [[ $action == rollback && " ${switches[*]} " == *" --check "* ]]; then
  wrong "a rollback edits files, and --check changes nothing. Type: npx oml rollback --tenant $tenant, then npx oml deploy --check --tenant $tenant."
fi
[[ " ${switches[*]} " != *" --unreviewed= "* ]] || wrong "why is it not reviewed? Give --unreviewed=REASON."
if [[ $action == backup && ( $component != all || ${#switches[@]} -gt 0 ) ]]; then
  wrong "a backup set is the whole tenant's: --action=backup takes --tenant alone."
fi
if [[ $action == restore && ( $component != all || -n ${switches[*]/#--now} ) ]]; then
  wrong "a restore is the whole tenant's: --action=restore takes --tenant, --set, --confirm and --now."
fi
[[ -n $component ]] || wrong "which component? Give --component=NAME, or leave it out for all."

# Two runs may start at once in a fresh clone: one sets it up, the other waits.
exec 9<"$root/scripts"
flock 9
node "$root/scripts/setup.mjs" >&2
exec 9<&-

if [[ $action == backup ]]; then
  exec "$root/bin/oml" backup --tenant="$tenant"
fi
if [[ $action == restore ]]; then
  exec "$root/bin/oml" restore --tenant="$tenant" "${chosen[@]}" "${switches[@]}"
fi
if [[ $action == rollback ]]; then
  "$root/bin/oml" rollback --tenant="$tenant" --for-component="$component" ${to:+"--to=$to"} >&2
  exec "$root/bin/oml" deploy --tenant="$tenant" --component="$component" --edited-by=rollback "${switches[@]}"
fi
exec "$root/bin/oml" "$action" --tenant="$tenant" --component="$component" "${switches[@]}"
