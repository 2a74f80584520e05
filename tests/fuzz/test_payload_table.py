"""Every payload that the bot hears, each field in turn gone or of another type: a line in the log, and no harm."""

import logging
from collections.abc import Iterator

import pytest

from tests.fuzz.attack import Attack
from tests.fuzz.table import Bench, Worries, sample, table
from tests.size import sized


@pytest.fixture
def worries() -> Iterator[Worries]:
    """What is logged as a failure while the rest of the log is as it is in a bot that runs."""
    logging.disable(logging.NOTSET)
    found = Worries()
    logging.getLogger().addHandler(found)
    yield found
    logging.getLogger().removeHandler(found)


def test_a_payload_that_is_not_as_documented_is_answered_and_leaves_nothing_half_done(
    attack: Attack, worries: Worries
) -> None:
    cases, bench = table(attack.scenes), Bench(attack)
    broken = {
        str(case): found for case in sample(cases, sized(2, 10_000)) if (found := bench.broken(case, worries))
    }
    assert broken == {}


def test_the_table_has_every_field_of_every_payload_that_the_bot_listens_to(attack: Attack) -> None:
    fields: dict[str, set[object]] = {}
    for case in table(attack.scenes):
        fields.setdefault(case.scene.route, set()).add(case.edit[0][0])
    assert fields == {scene.route: set(scene.payload) for scene in attack.scenes}


@pytest.mark.parametrize(
    ("route", "edit"),
    [
        ("event user_change", (("event", "user"), "null")),
        ("event user_change", (("event", "user"), "a letter")),
        ("event user_change", (("event", "user", "id"), "nothing at all")),
        ("action more", (("actions", 0, "selected_option"), "null")),
        ("action more", (("actions",), "an empty list")),
        ("view_submission debrief_look", (("view", "private_metadata"), "null")),
        ("view_submission debrief_who", (("view", "state"), "a letter")),
        ("message_action got_a_no", (("message",), "zero")),
        ("view_closed debrief_why", (("user", "id"), "nothing at all")),
        ("event app_home_opened", (("enterprise_id",), "an empty list")),
    ],
)
def test_what_once_failed_in_a_running_bot_does_no_harm(
    attack: Attack, worries: Worries, route: str, edit: tuple[tuple[str | int, ...], str]
) -> None:
    bench = Bench(attack)
    cases = [case for case in table(attack.scenes) if case.scene.route == route]
    assert cases, "no such request is made any more"
    assert bench.broken(type(cases[0])(cases[0].scene, edit), worries) == []
