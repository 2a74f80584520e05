"""App Home: the rep's own lost deals by shelf and page, within Slack's limits, and published only when it changed."""

from typing import Any

import pytest

from coaching.deal import Reply, Status
from coaching.plan import Verdict
from playground import Fault, Gestures
from prompts.deal_card import DELETE, HAPPENED, WON_BECAUSE
from prompts.home import DEBRIEF, DELETE_ALL, EXPORT, OPEN_CARD, RESUME, SHELF
from storage.deals import delete_deal
from storage.overview import Shelf
from storage.owner import EVERYBODY, Owner
from tests.rig import ANA, TEAM, Rig
from tests.stories.scenes import actions_on, card, reply, words_on


def published(rig: Rig) -> int:
    """How often Home was published."""
    return sum(call.method == "views.publish" for call in rig.slack.calls)


def go_to(who: Gestures, shelf: str) -> None:
    who.press(f"{SHELF}{shelf}", "home", block_id="shelves")


def counts(who: Gestures) -> dict[str, str]:
    """The label of each shelf's button, by shelf."""
    assert who.home is not None
    (block,) = (b for b in who.home["blocks"] if b["block_id"] == "shelves")
    return {e["value"].split(":")[0]: e["text"]["text"] for e in block["elements"]}


def shown(who: Gestures) -> list[str]:
    """What each row of the shelf says."""
    assert who.home is not None
    return [b["text"]["text"] for b in who.home["blocks"] if b["block_id"].startswith("deal-")]


def lost(rig: Rig, prospect: str, who: Gestures | None = None, **given: Any) -> None:
    who = who or rig.ana
    rig.debrief(who, prospect, **given)
    who.close()


def happened(rig: Rig, reply: Reply) -> None:
    """To the newest deal."""
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": reply})
    rig.ana.submit()


def test_a_first_visit_shows_what_it_does_and_one_button(rig: Rig) -> None:
    rig.ana.open_home()
    assert rig.ana.home is not None
    assert actions_on(rig.ana.home) == {DEBRIEF}
    assert rig.playbook.words.say("home.about") in words_on(rig.ana.home)


def test_another_tab_opened_publishes_nothing(rig: Rig) -> None:
    rig.slack.send_event(
        {"type": "app_home_opened", "user": "U0ANA", "channel": rig.ana.dm, "tab": "messages"}
    )
    assert published(rig) == 0


def test_a_draft_is_gone_on_with_from_the_first_visit_s_home(rig: Rig) -> None:
    rig.ana.command("/gotano", "Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()
    rig.ana.open_home()
    rig.ana.press(RESUME, "home")
    assert rig.ana.view is not None


def shelves(rig: Rig) -> None:
    """Two open, one waiting, two let go, one won back; three with lessons; two come up."""
    lost(rig, "Waits", callback_on="2026-12-10", lesson="Ask sooner")
    rig.jump()
    rig.jump()
    rig.jump()
    assert rig.deals()[0].status is Status.WAITING
    lost(rig, "Late", callback_on="2027-06-10")
    lost(rig, "Soon", callback_on="2027-02-10", lesson="Bring a number")
    lost(rig, "Unfit", kind="no_fit", lesson="Look at their size first")
    lost(rig, "Shut", door="closed")
    lost(rig, "Back")
    happened(rig, Reply.WON_BACK)


@pytest.mark.parametrize(
    ("shelf", "names"),
    [
        (Shelf.COMING_UP, ["Soon", "Late"]),
        (Shelf.OPEN, ["Soon", "Late"]),
        (Shelf.WAITING, ["Waits"]),
        (Shelf.LET_GO, ["Shut", "Unfit"]),
        (Shelf.WON_BACK, ["Back"]),
        (Shelf.LESSONS, ["Unfit", "Soon", "Waits"]),
    ],
)
def test_every_deal_stands_on_its_shelf_and_is_counted_there(
    rig: Rig, shelf: Shelf, names: list[str]
) -> None:
    shelves(rig)
    rig.ana.open_home()
    go_to(rig.ana, shelf)
    assert [row.split("\n")[0] for row in shown(rig.ana)] == names
    assert f"({len(names)})" in counts(rig.ana)[shelf]
    assert set(counts(rig.ana)) == set(Shelf)


def test_a_row_says_the_verdict_the_kind_and_when(rig: Rig) -> None:
    lost(rig, "Acme", callback_on="2026-12-10")
    rig.ana.open_home()
    (row,) = shown(rig.ana)
    words = rig.playbook.words
    deal = rig.deals()[0]
    for said in (words.say(f"verdict.{Verdict.FOLLOW_UP}"), rig.playbook.kinds[deal.answers.kind].label):
        assert said in row
    assert deal.next_nudge_at is not None
    assert words.short_date(rig.local(deal.next_nudge_at).date()) in row


def test_a_recommendation_that_waits_for_a_word_is_open(rig: Rig) -> None:
    lost(rig, "Acme")
    for _ in range(2):
        lost(rig, "Acme")
    rig.ana.open_home()
    go_to(rig.ana, Shelf.OPEN)
    assert len(shown(rig.ana)) == len([d for d in rig.deals() if d.status is Status.OPEN])


def test_a_lesson_stands_in_its_row_only_on_its_shelf(rig: Rig) -> None:
    lost(rig, "Acme", lesson="Ask *sooner* <!channel>")
    rig.ana.open_home()
    assert "sooner" not in words_on(rig.ana.home)
    go_to(rig.ana, Shelf.LESSONS)
    (row,) = shown(rig.ana)
    assert "Ask *sooner* <!channel>" in row
    assert "mrkdwn" not in str(rig.ana.home)


def test_what_won_it_back_stands_on_its_shelf(rig: Rig) -> None:
    lost(rig, "Acme")
    happened(rig, Reply.WON_BACK)
    rig.ana.press(WON_BECAUSE, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"what": "A smaller offer"})
    rig.ana.submit()
    rig.ana.open_home()
    go_to(rig.ana, Shelf.WON_BACK)
    assert "A smaller offer" in shown(rig.ana)[0]


def test_nobody_else_s_deals_and_lessons_are_seen(rig: Rig) -> None:
    lost(rig, "Acme", lesson="Private", words="Secret")
    lost(rig, "Birch", who=rig.sam)
    rig.sam.open_home()
    for shelf in Shelf:
        go_to(rig.sam, shelf)
        seen = words_on(rig.sam.home)
        assert not [word for word in ("Acme", "Private", "Secret") if word in seen]


def test_home_is_published_once_while_nothing_changes(rig: Rig) -> None:
    lost(rig, "Acme")
    for _ in range(4):
        rig.ana.open_home()
    assert published(rig) == 1
    rig.clock.move(hours=30)
    rig.ana.open_home()
    assert published(rig) == 1


def test_home_is_published_again_when_something_changed(rig: Rig) -> None:
    rig.ana.open_home()
    lost(rig, "Acme")
    rig.ana.open_home()
    assert published(rig) == 2
    go_to(rig.ana, Shelf.OPEN)
    go_to(rig.ana, Shelf.OPEN)
    assert published(rig) == 3
    happened(rig, Reply.LET_GO)
    rig.ana.open_home()
    assert published(rig) == 4
    assert "(1)" in counts(rig.ana)[Shelf.LET_GO]


@pytest.mark.trouble
def test_a_home_that_slack_did_not_take_is_published_the_next_time(rig: Rig) -> None:
    rig.slack.faults.add("views.publish", Fault(error="internal_error"))
    rig.ana.open_home()
    assert rig.ana.home is None
    rig.ana.open_home()
    assert rig.ana.home is not None


def test_show_brings_the_card_to_the_end_of_the_messages(rig: Rig) -> None:
    lost(rig, "Acme")
    lost(rig, "Birch")
    acme = rig.deals()[-1]
    rig.ana.open_home()
    rig.ana.press(OPEN_CARD, "home", value=str(acme.id))
    assert "Acme" in rig.ana.messages()[-1]["text"]
    old = next(message for message in rig.ana.messages() if message["ts"] == acme.card_ts)
    assert actions_on(old) == set(), "one card has the buttons"
    rig.ana.press(DELETE, rig.ana.messages()[-1])
    assert "Acme" not in str(rig.ana.messages())


def test_show_of_a_deal_deleted_meanwhile_says_so(rig: Rig) -> None:
    lost(rig, "Acme")
    rig.ana.open_home()
    with rig.db.write(EVERYBODY) as session:
        delete_deal(session, Owner(TEAM, ANA.id), rig.deals()[0].id)
    rig.ana.press(OPEN_CARD, "home")
    assert rig.playbook.words.say("card.no_longer_there") in words_on(rig.ana.view)


def test_home_follows_what_happens_to_a_deal(rig: Rig) -> None:
    lost(rig, "Acme")
    lost(rig, "Birch")
    rig.ana.open_home()
    rig.ana.press(DELETE, card(rig.ana, rig.deals()[0]))
    assert "Birch" not in str(rig.ana.home)
    rig.jump()
    reply(rig.ana, Reply.LET_GO)
    rig.ana.press(f"{SHELF}let_go", "home")
    assert "Acme" in str(rig.ana.home)


@pytest.mark.parametrize("status", Status, ids=str)
def test_show_works_on_every_shelf(rig: Rig, status: Status) -> None:
    if status is Status.WAITING:
        lost(rig, "Acme", callback_on="2026-12-10")
        for _ in range(3):
            rig.jump()
    else:
        lost(rig, "Acme", kind="no_fit" if status is Status.LET_GO else "not_now")
    if status is Status.WON_BACK:
        happened(rig, Reply.WON_BACK)
    assert rig.deals()[0].status is status
    before = len(rig.ana.messages())
    rig.ana.open_home()
    go_to(rig.ana, status)
    rig.ana.press(OPEN_CARD, "home")
    assert len(rig.ana.messages()) == before + 1


@pytest.mark.parametrize("action", [OPEN_CARD, DELETE_ALL, EXPORT, f"{SHELF}open"])
def test_nobody_reaches_another_s_deals_from_home(rig: Rig, action: str) -> None:
    lost(rig, "Acme", words="Secret")
    lost(rig, "Birch", who=rig.sam)
    rig.sam.open_home()
    go_to(rig.sam, Shelf.OPEN)
    pressed = rig.heard[-1]
    value = f"{Shelf.LET_GO}:0" if action.startswith(SHELF) else str(rig.deals()[0].id)
    pressed["actions"][0] |= {"action_id": action, "value": value}
    rig.sam.send_raw(pressed)
    assert [deal.prospect for deal in rig.deals()] == ["Acme"]
    seen = str(rig.sam.messages()) + str([file.content for file in rig.slack.files]) + words_on(rig.sam.home)
    assert "Secret" not in seen
    assert "Acme" not in seen


def test_everything_coming_up_is_by_date_and_the_rest_newest_first(rig: Rig) -> None:
    for number, day in enumerate(("2027-03-01", "2026-12-01", "2027-01-11")):
        lost(rig, f"P{number}", callback_on=day)
    rig.ana.open_home()
    assert [row[:2] for row in shown(rig.ana)] == ["P1", "P2", "P0"]
    go_to(rig.ana, Shelf.OPEN)
    assert [row[:2] for row in shown(rig.ana)] == ["P2", "P1", "P0"]
