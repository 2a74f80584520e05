"""A card that has to wait for its turn in the conversation: what happens to its deal meanwhile is not lost on it."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from handlers.slack.throttle import Throttle
from storage.cards import remember_card
from storage.deals import delete_deal
from storage.owner import EVERYBODY, Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.scenes import card, words_on

OWNER = Owner(TEAM, ANA.id)
AcrossTheWait = Callable[[Callable[[], object]], None]


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> AcrossTheWait:
    """Takes what happens while the next message waits for its turn; it happens once."""

    def across(meanwhile: Callable[[], object]) -> None:
        left = [meanwhile]

        def wait_turn(_self: Throttle, _channel: str, _team: str | None = None) -> bool:
            if left:
                left.pop()()
                return True
            return False

        monkeypatch.setattr(Throttle, "wait_turn", wait_turn)

    return across


def goes(rig: Rig) -> None:
    """The one deal is deleted, wherever that was asked for."""
    with rig.db.write(OWNER) as session:
        delete_deal(session, OWNER, 1)


def test_a_card_of_a_deal_that_is_deleted_meanwhile_never_comes(
    each_rig: Rig, waiting: AcrossTheWait
) -> None:
    rig = each_rig
    waiting(lambda: goes(rig))
    with pytest.raises(IndexError):
        rig.debrief(rig.ana)
    assert rig.ana.messages() == []


def test_a_card_of_a_deal_that_is_deleted_as_it_is_posted_is_taken_back(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, post = each_rig, WebClient.chat_postMessage

    def posted(client: WebClient, **message: Any) -> Any:
        answer = post(client, **message)
        goes(rig)
        return answer

    monkeypatch.setattr(WebClient, "chat_postMessage", posted)
    with pytest.raises(IndexError):
        rig.debrief(rig.ana)
    assert [call.method for call in rig.slack.calls][-2:] == ["chat.postMessage", "chat.delete"]
    assert rig.ana.messages() == []


def test_a_card_says_what_its_deal_is_when_its_turn_comes(each_rig: Rig, waiting: AcrossTheWait) -> None:
    rig = each_rig

    def renamed() -> None:
        with rig.db.write(EVERYBODY) as session:
            session.connection().exec_driver_sql("UPDATE deals SET prospect = 'Dana Reyes, Elsewhere'")

    waiting(renamed)
    deal = rig.debrief(rig.ana)
    assert "Dana Reyes, Elsewhere" in words_on(card(rig.ana, deal))


def test_a_card_that_somebody_else_posts_meanwhile_is_not_posted_twice(
    each_rig: Rig, waiting: AcrossTheWait
) -> None:
    rig = each_rig
    others: list[str] = []

    def late() -> None:
        """The clock found it missing, since the verdict's own post has waited for so long, and was before it."""
        others.append(str(rig.client.chat_postMessage(channel=rig.ana.dm, text="Its card")["ts"]))
        with rig.db.write(OWNER) as session:
            remember_card(session, 1, str(rig.ana.dm), others[0])

    waiting(late)
    deal = rig.debrief(rig.ana)
    rig.clock.move(hours=1)
    rig.sweep()
    assert [message["ts"] for message in rig.ana.messages()] == others
    assert deal.card_ts == others[0]
