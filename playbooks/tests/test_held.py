"""What was put back is held until it changes."""

from conftest import component, desired

from oml_host import held


def a_hold(places, culprit="redis"):
    whole = desired(component(), component(name="nginx"))
    held.remember(places, whole, culprit, "was not healthy", 7)
    return whole


def test_the_same_desired_state_is_held(places):
    whole = a_hold(places)
    found = held.check(places, whole)
    assert (found["component"], found["reason"], found["transaction"]) == ("redis", "was not healthy", 7)


def test_the_culprit_is_held_whatever_changes_beside_it(places):
    a_hold(places)
    assert held.check(places, desired(component(), component(name="nginx", tag="new", impact="none")))


def test_a_changed_culprit_is_not_held(places):
    a_hold(places)
    changed = component(files=[{"path": "/etc/default/redis.env", "mode": "0600", "content": "A=2\n"}])
    assert held.check(places, desired(changed, component(name="nginx"))) is None


def test_another_tag_of_the_same_digest_is_the_same_release(places):
    a_hold(places)
    assert held.check(places, desired(component(tag="latest"), component(name="nginx")))


def test_without_a_culprit_only_the_whole_is_held(places):
    whole = a_hold(places, None)
    assert held.check(places, whole)
    assert held.check(places, desired(component())) is None


def test_a_commit_of_what_was_held_ends_the_hold(places):
    whole = a_hold(places)
    held.release(places, desired(component(impact="none")))
    assert held.check(places, whole)
    held.release(places, whole)
    assert held.check(places, whole) is None
