"""A reply is whole or nothing starts: its words, its button, a nudge that offers it, and what comes of it."""

from enum import StrEnum

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from coaching.deal import Reply
from coaching.follow_up import AT_ONCE, ON_A_DAY
from handlers import listeners
from handlers.listeners import deal_forms
from prompts import reply_buttons
from prompts.playbook import load_playbook
from prompts.playbook_files import PlaybookError

DECLARED_ONLY = "declared_only"
More = StrEnum("More", {**{reply.name: reply.value for reply in Reply}, "DECLARED_ONLY": DECLARED_ONLY})  # type: ignore[misc]
"""Every reply, and one that is only declared."""


def bare_app() -> App:
    return App(client=WebClient(token="xoxb-0"), token_verification_enabled=False, signing_secret="0" * 32)


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reply_buttons, "Reply", More)
    monkeypatch.setattr(deal_forms, "Reply", More)


@pytest.mark.usefixtures("one_more")
def test_a_reply_that_is_only_declared_is_named_with_all_it_lacks() -> None:
    with pytest.raises(PlaybookError) as caught:
        load_playbook()
    words, button, offer = caught.value.problems
    assert "messages.toml" in words
    assert f"replies.{DECLARED_ONLY} is missing" in words
    assert button == f"prompts/reply_buttons.py: the reply {DECLARED_ONLY} has no button"
    assert offer == f"coaching/follow_up.py: no nudge offers the reply {DECLARED_ONLY}"


@pytest.mark.usefixtures("one_more")
def test_a_reply_of_which_nothing_comes_is_refused_where_listeners_register() -> None:
    with pytest.raises(LookupError, match=DECLARED_ONLY):
        listeners.register(bare_app())


@pytest.mark.parametrize("place", ["COMMON", "SNOOZE_MENU", "MORE_ORDER"])
def test_a_reply_whose_button_goes_is_named(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [gone, *left] = getattr(reply_buttons, place)
    monkeypatch.setattr(reply_buttons, place, tuple(left))
    with pytest.raises(PlaybookError, match=f"the reply {gone} has no button"):
        load_playbook()


def test_a_reply_that_no_nudge_offers_any_more_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    offered = tuple(reply for reply in Reply if reply is not Reply.SKIP)
    monkeypatch.setattr(reply_buttons, "replies_to", lambda _opening: offered)
    with pytest.raises(PlaybookError, match="no nudge offers the reply skip"):
        load_playbook()


@pytest.mark.parametrize("reply", ON_A_DAY, ids=str)
def test_a_reply_on_a_day_whose_form_goes_is_named(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    left = {one: form for one, form in deal_forms.DAY_FORMS.items() if one is not reply}
    monkeypatch.setattr(deal_forms, "DAY_FORMS", left)
    with pytest.raises(LookupError, match=reply):
        listeners.register(bare_app())


def test_no_reply_is_taken_in_two_ways() -> None:
    assert not AT_ONCE.keys() & ON_A_DAY.keys()
    assert set(deal_forms.DAY_FORMS) == set(ON_A_DAY)
