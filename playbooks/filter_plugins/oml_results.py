"""Judges, inside a play, what the hosts' steps answered: silence is not success."""

from __future__ import annotations

PHASES = ("foundation", "voice", "edge")
STEPS = ("oml_stage", "oml_foundation", "oml_voice", "oml_edge", "oml_commit")


def _result(variables, step):
    """The result document a host registered for a step, or None: skipped, unreachable, broken, not yet run."""
    registered = variables.get(step)
    result = registered.get("result") if hasattr(registered, "get") else None
    return result if hasattr(result, "get") and "status" in result else None


def _is_due(variables, step):
    """Whether a host is asked to do a step: of the phases, only those that the toolkit found due there."""
    phase = step.partition("_")[2]
    return phase not in PHASES or phase in variables.get("oml_phases", PHASES)


def _ended_well(variables, step):
    result = _result(variables, step)
    return result is not None and result["ok"] is True


def went_well(hosts, step):
    """Whether every host (its variables) says that the step, and each before it, ended well, where it was due."""
    so_far = STEPS[: STEPS.index(step) + 1]
    due = [(variables, one) for one in so_far for variables in hosts if _is_due(variables, one)]
    return bool(due) and all(_ended_well(*pair) for pair in due)


# Reasons to start a component that is what the release says: they are no fault of the release.
SAME_RELEASE = ("unhealthy", "stopped", "disabled")


def _touched(hosts):
    """Whether any host says that it changed what runs."""
    results = [_result(variables, step) for variables in hosts for step in STEPS]
    components = [one for result in results if result is not None for one in result["components"]]
    touched = [one for one in components if one["action"] != "unchanged"]
    return any(reason not in SAME_RELEASE for one in touched for reason in one["because"])


def trouble(hosts):
    """The first result that is not ok, by step, then by host: {status, reason, hold}; where nobody said anything, so.

    To hold means not to try the same again by itself: only where a component was changed and did not work;
    a step that was interrupted blames none.
    """
    for step in STEPS:
        for variables in hosts:
            result = _result(variables, step)
            if result is not None and not result["ok"]:
                error = result.get("error") or {}
                reason = str(error.get("message") or result["message"])
                hold = result["status"] == "failed" and bool(error.get("component")) and _touched(hosts)
                return {"status": result["status"], "reason": reason, "hold": hold}
    return {"status": "unknown", "reason": "a host did not say how a step ended", "hold": False}


class FilterModule:
    """The filters, by name."""

    def filters(self):
        """`oml_went_well`, `oml_trouble`."""
        return {"oml_went_well": went_well, "oml_trouble": trouble}
