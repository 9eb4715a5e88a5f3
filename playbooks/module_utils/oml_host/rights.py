"""As whom a restore makes, fills and renames databases: the application's role, or tenant.yml's administrator."""

from __future__ import annotations

import json

from . import exchange, postgres, roles
from .trouble import Refused, Trouble

# Since PostgreSQL 16 a member may be one without the right to give things to the role.
_ASK = """SELECT json_build_object(
  'super', rolsuper, 'createdb', rolcreatedb, 'createrole', rolcreaterole, 'inherits', rolinherit,
  'foreign', (SELECT coalesce(json_agg(rolname ORDER BY rolname), '[]') FROM pg_roles owner
    WHERE (rolname = ANY ({owners}) OR oid IN (SELECT datdba FROM pg_database WHERE datname = ANY ({names})))
    AND NOT (pg_has_role(current_user, oid, 'USAGE') AND pg_has_role(current_user, oid,
      CASE WHEN current_setting('server_version_num')::int < 160000 THEN 'MEMBER' ELSE 'SET' END))),
  'absent', (SELECT coalesce(json_agg(one ORDER BY one), '[]') FROM unnest({owners}) one
    WHERE one NOT IN (SELECT rolname FROM pg_roles)))
FROM pg_roles WHERE rolname = current_user;"""


def _array(texts):
    return "ARRAY[{}]::name[]".format(", ".join(map(postgres.literal, texts)))


def _look(access, names, owners):
    """What this role is and may, of these databases and the roles that own what is to be loaded; raises Trouble."""
    done = exchange.query(access, " ".join(_ASK.format(owners=_array(owners), names=_array(names)).splitlines()))
    if not done.ok:
        raise Trouble("The database server does not answer {}: {}".format(access["user"], done.complaint))
    return json.loads(done.out)


def lacking(user, seen, makes=True) -> list:
    """The statements that give a role what it lacks. `makes`: it has to make and rename databases, not drop alone."""
    if seen["super"]:
        return []
    role = postgres.identifier(user)
    needs = ["ALTER ROLE {} CREATEDB;".format(role)] if makes and not seen["createdb"] else []
    if seen["foreign"] and not seen["inherits"]:
        needs.append("ALTER ROLE {} INHERIT;".format(role))
    return needs + ["GRANT {} TO {};".format(postgres.identifier(owner), role) for owner in seen["foreign"]]


def _without_role(user, seen):
    """What gives it the right to make the roles that are to own something and are not there."""
    may = seen["super"] or seen["createrole"] or not seen["absent"]
    return [] if may else ["ALTER ROLE {} CREATEROLE;".format(postgres.identifier(user))]


def own_of(order) -> dict:
    """The database as the application's role reaches it."""
    return {name: value for name, value in order["database"].items() if name != "restore_as"}


def administrator_of(order) -> dict | None:
    """The database as tenant.yml's administrator reaches it; None where it names none."""
    named = order["database"].get("restore_as")
    return named and dict(own_of(order), user=named["admin_user"], password=named["admin_password"])


def hand(order, names, owners=(), makes=True) -> dict:
    """The database as who may work on those of these names, and load what belongs to these roles.

    The application's role where it may, else the administrator; raises Refused, with what to grant, where neither may.
    """
    own, administrator = own_of(order), administrator_of(order)
    seen = _look(own, names, owners)
    lacks = lacking(own["user"], seen, makes)
    if not lacks and not (administrator and seen["absent"] and not seen["super"]):
        return own
    if administrator is None:
        remedy = "As the service's administrator run: {}; or name one in tenant.yml: backup.restore_as."
        raise Refused(_say(own, remedy.format(" ".join(lacks).rstrip(";"))))
    seen = _look(administrator, names, owners)
    lacks = lacking(administrator["user"], seen, makes) + _without_role(administrator["user"], seen)
    if lacks:
        remedy = "Neither may the administrator of backup.restore_as. Run: {}"
        raise Refused(_say(own, remedy.format(" ".join(lacks))))
    return administrator


def _say(own, remedy):
    sentence = "Nothing was done: the role {} may not make, load and rename the databases of a restore of {}. {}"
    return sentence.format(own["user"], own["name"], remedy)


def to_join(access, owners) -> list:
    """Those of these roles that who loads has to join, so that it may give them what is theirs."""
    return _look(access, (), owners)["foreign"]


def _words(role, user):
    return postgres.identifier(role), postgres.identifier(user)


def join(access, owners) -> None:
    """Makes who loads a member of roles that it has just made; `leave` takes that back."""
    for role in owners:
        words = _words(role, access["user"])
        done = exchange.query(access, "GRANT {} TO {};".format(*words))
        if not done.ok:
            raise Trouble("The set's role {} could not be given to {}: {}".format(role, words[1], done.complaint))


def leave(order, joined) -> str:
    """Takes back what `join` granted: {user, roles}, or None; a sentence behind a space of what stays, else empty."""
    if not joined:
        return ""
    user = joined["user"]
    access = next((one for one in (own_of(order), administrator_of(order)) if one and one["user"] == user), None)
    statements = ["REVOKE {} FROM {};".format(*_words(role, user)) for role in joined["roles"]]
    left = [one for one in statements if not (access and _revoked(exchange.query(access, one)))]
    if not left:
        return ""
    return " {} is still a member of roles of the set; run: {}".format(user, " ".join(left))


def _revoked(done):
    return done.ok or "does not exist" in done.complaint


def maker(order, access, lines) -> dict:
    """The database as who may make the roles of these `lines` where `access` loads.

    Raises Refused, with what helps, where neither it nor the administrator may.
    """
    asked = [one for one in (access, administrator_of(order)) if one]
    only_superuser = roles.need_superuser(lines)
    for one in asked:
        seen = _look(one, (), ())
        if seen["super"] or (seen["createrole"] and not only_superuser):
            return one
    user = asked[-1]["user"]
    helps = "ALTER ROLE {} CREATEROLE; would let it".format(postgres.identifier(user))
    raise Refused(
        "Nothing was done: roles of the set are missing, and {} may not make them ({}). As the service's administrator "
        "run: {}".format(user, "only a superuser may make all of them" if only_superuser else helps, " ".join(lines))
    )
