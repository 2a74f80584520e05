"""What was typed stays with whoever leaves, unless they hand it along; lessons, notes and own messages always stay."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from coaching.hand_over import Told
from coaching.told import words_told_at
from handlers.listeners.debrief_entry import GOT_A_NO
from prompts.hand_over import HAND_ALONG, KEEP, PAGE, TAKE, TAKE_ALL
from prompts.notes import ADD_NOTE
from prompts.own_words_form import OWN_WORDS
from storage.outbox_tables import OutboxRow
from storage.owner import EVERYBODY
from storage.rep_choices import send_words_along
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, Rig
from tests.stories.handing_over import TAKES, buttons, messages, offered, take
from tests.stories.receivers import ENVIRON, Receiver, hook
from tests.stories.scenes import JSON, card, choose, lost
from tests.stories.test_message_words import posted

NAMES = "ABCDEFGHIJKL"


def a_deal(rig: Rig, prospect: str = "Acme") -> None:
    lost(
        rig,
        prospect,
        callback_on="2027-02-10",
        words="We like it, but",
        condition="The budget is signed",
        lesson="Ask sooner",
    )


def press(rig: Rig, action: str) -> None:
    (given,) = messages(rig.ana, Told.GIVEN)
    rig.ana.press(action, given)


def test_they_stay_unless_something_else_is_said(some_rig: Rig) -> None:
    rig = some_rig
    a_deal(rig)
    offered(rig)
    take(rig)
    answers = rig.deals(SAM)[0].answers
    assert (answers.words, answers.condition, answers.lesson) == (None, None, None)


def test_they_go_along_once_that_is_said_and_lessons_do_not(some_rig: Rig) -> None:
    rig = some_rig
    a_deal(rig)
    rig.ana.press(ADD_NOTE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"note": "Heard at the fair"})
    rig.ana.submit()
    choose(rig.ana, OWN_WORDS, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"text": "My own message"})
    rig.ana.submit()
    offered(rig)
    press(rig, HAND_ALONG)
    assert set(buttons(messages(rig.ana, Told.GIVEN)[0])) == {KEEP}
    take(rig)
    (taken,) = rig.deals(SAM)
    assert (taken.answers.words, taken.answers.condition) == ("We like it, but", "The budget is signed")
    assert (taken.answers.lesson, taken.notes, dict(taken.own_words)) == (None, (), {})
    seen = str(rig.sam.messages())
    assert "Ask sooner" not in seen
    assert "Heard at the fair" not in seen
    assert "My own message" not in seen


def test_handed_along_they_go_to_no_hook_although_the_taker_lets_their_own_go(
    make_rig: MakeRig, each_url: str
) -> None:
    rig = make_rig(database_url=each_url, environ=ENVIRON)
    a_deal(rig)
    hook(rig, Receiver("http://127.0.0.1:9/hook"))
    rig.sam.open_home()
    with rig.db.write(TAKES) as session:
        send_words_along(session, TAKES, rig.clock.now())
    offered(rig)
    press(rig, HAND_ALONG)
    take(rig)
    assert rig.deals(SAM)[0].answers.words == "We like it, but"
    with rig.db.read(EVERYBODY) as session:
        told = session.scalars(select(OutboxRow).where(OutboxRow.rep == SAM.id)).all()
    assert [(row.data["prospect"], row.data["words"], row.data["lesson"]) for row in told] == [
        ("Acme", None, None)
    ]


def test_said_after_it_was_taken_they_come_after(each_rig: Rig) -> None:
    rig = each_rig
    a_deal(rig)
    offered(rig)
    take(rig)
    press(rig, HAND_ALONG)
    assert rig.deals(SAM)[0].answers.words == "We like it, but"
    assert rig.deals(SAM)[0].answers.lesson is None


@pytest.mark.parametrize("first", [HAND_ALONG, TAKE])
def test_when_they_were_said_goes_along_with_them(some_quick: Rig, first: str) -> None:
    rig = some_quick
    said = rig.clock.now()
    rig.clock.move(days=14)
    rig.ana.shortcut(GOT_A_NO, posted(text="Call me in 3 months.", ts=f"{said.timestamp():.6f}"))
    rig.ana.fill({"prospect": "Acme", "kind-any": "not_now", "door": "ajar", "stage": "buying"})
    rig.ana.submit()
    rig.ana.close(all=True)
    rig.clock.move(days=1)
    offered(rig)
    if first == TAKE:
        take(rig)
        assert rig.deals(SAM)[0].debriefs[0].said_at is None
    press(rig, HAND_ALONG)
    if first == HAND_ALONG:
        take(rig)
    assert words_told_at(rig.deals(SAM)[0]) == said


def test_kept_after_all_they_stay_from_then_on(rig: Rig) -> None:
    a_deal(rig)
    a_deal(rig, "Birch")
    offered(rig)
    press(rig, HAND_ALONG)
    take(rig)
    press(rig, KEEP)
    assert set(buttons(messages(rig.ana, Told.GIVEN)[0])) == {HAND_ALONG}
    take(rig)
    assert {deal.prospect: deal.answers.words for deal in rig.deals(SAM)} == {
        "Acme": "We like it, but",
        "Birch": None,
    }


def test_more_than_a_message_holds_is_paged(rig: Rig) -> None:
    for letter in NAMES:
        lost(rig, letter * 4)
    offered(rig)
    (offer,) = messages(rig.sam, Told.OFFER)
    assert len(buttons(offer)[TAKE]) == 10
    rig.sam.press(f"{PAGE}_later", offer)
    (offer,) = messages(rig.sam, Told.OFFER)
    assert _names(offer) == ["KKKK", "LLLL"]
    rig.sam.press(f"{PAGE}_earlier", offer)
    (offer,) = messages(rig.sam, Told.OFFER)
    assert len(_names(offer)) == 10
    (given,) = messages(rig.ana, Told.GIVEN)
    rig.ana.press(f"{PAGE}_later", given)
    assert _names(messages(rig.ana, Told.GIVEN)[0]) == ["KKKK", "LLLL"]
    rig.sam.press(TAKE_ALL, offer)
    assert len(rig.deals(SAM)) == 12


def test_each_reads_it_in_their_own_language(make_rig: MakeRig) -> None:
    rig = make_rig(people=(replace(ANA, locale="es-ES"), replace(SAM, locale="de-DE")))
    a_deal(rig)
    offered(rig)
    assert "Verlorene Deals aus dem Team" in messages(rig.sam, Told.OFFER)[0]["text"]
    assert "Traspaso de tus ventas perdidas" in messages(rig.ana, Told.GIVEN)[0]["text"]


def _names(message: JSON) -> list[str]:
    sections = [block for block in message["blocks"] if block["type"] == "section"]
    return [block["text"]["text"].splitlines()[0] for block in sections]
