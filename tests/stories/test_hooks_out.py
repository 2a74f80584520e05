"""What was learned goes out: each event once, signed, in order, to whoever asked for it."""

import logging

import pytest

from coaching.deal import Reply
from prompts.deal_card import EDIT
from storage.hooks import Direction, add_hook, remove_hook, rotate_hook
from storage.outbox_state import replay
from storage.owner import EVERYBODY, Owner
from storage.rep_choices import send_words_along
from tests.rig import TEAM, Rig
from tests.stories.cards import happened, press
from tests.stories.receivers import Receiver, hook, receiver, told
from tests.stories.replies import still_no
from tests.stories.scenes import nudged, reply, undo

__all__ = ["receiver", "told"]


def lose(rig: Rig, prospect: str = "Dana Reyes, Acme", **answers: str) -> None:
    rig.debrief(rig.ana, prospect, **answers)
    rig.ana.close()
    rig.sweep()


def test_a_debrief_a_reply_and_an_outcome_are_told_with_how_the_deal_stands(
    told: Rig, receiver: Receiver
) -> None:
    lose(told, words="Not this year", lesson="Ask earlier")
    happened(told, Reply.WON_BACK)
    told.sweep()
    assert receiver.types == ["lost_deal.debriefed", "lost_deal.replied", "lost_deal.outcome"]
    first, replied, outcome = receiver.data
    assert (first["kind"], first["stage"], first["rep"]) == ("not_now", "buying", "U0ANA")
    assert (first["verdict"], first["plan_date"]) == ("follow_up", "2027-02-01")
    assert (first["outcome"], replied["reply"], outcome["outcome"]) == ("open", "won_back", "won_back")
    assert first["deal"] == replied["deal"] == outcome["deal"]
    assert (first["id"], first["prospect"], first["words"], first["lesson"]) == (None, None, None, None)
    assert receiver.paths == ["/hook?key=1"] * 3


def test_whoever_sends_their_words_along_is_told_in_them(told: Rig, receiver: Receiver) -> None:
    lose(told)
    with told.db.write(Owner(TEAM, "U0ANA")) as session:
        send_words_along(session, Owner(TEAM, "U0ANA"), told.clock.now())
    lose(told, "Birch", words="Not this year", lesson="Ask earlier")
    said = receiver.data[-1]
    assert (said["prospect"], said["words"], said["lesson"]) == ("Birch", "Not this year", "Ask earlier")


def test_another_date_or_answer_is_told_as_the_debrief_it_corrects(told: Rig, receiver: Receiver) -> None:
    lose(told)
    press(told, EDIT)
    for changed in ({}, {"kind-buying": "no_budget"}, {}):
        told.ana.fill(changed)
        told.ana.submit()
    told.ana.close(all=True)
    told.sweep()
    assert receiver.types == ["lost_deal.debriefed"] * 2
    assert [one["kind"] for one in receiver.data] == ["not_now", "no_budget"]


def test_a_reply_that_is_undone_is_told_and_so_is_what_holds_again(told: Rig, receiver: Receiver) -> None:
    nudged(told)
    reply(told.ana, Reply.LET_GO)
    undo(told.ana)
    told.sweep()
    assert [one["outcome"] for one in receiver.data] == ["open", "let_go", "let_go", "open", "open"]
    assert [one["reply"] for one in receiver.data] == [None, "let_go", None, None, None]


def test_they_told_me_is_told_as_a_reply_and_as_the_answers_it_brings(told: Rig, receiver: Receiver) -> None:
    nudged(told, asked_why="not_yet")
    reply(told.ana, Reply.TOLD_ME)
    for given in ({"kind-buying": "no_value"}, {}):
        told.ana.fill(given)
        told.ana.submit()
    told.sweep()
    assert receiver.types[1:] == ["lost_deal.replied", "lost_deal.debriefed"]
    assert [one["kind"] for one in receiver.data[1:]] == ["no_value"] * 2
    assert [one["reply"] for one in receiver.data[1:]] == ["told_me", None]


def test_who_asked_for_debriefs_alone_is_told_of_a_still_no_and_of_its_end(
    told: Rig, receiver: Receiver
) -> None:
    with told.db.write(EVERYBODY) as session:
        remove_hook(session, receiver.hook_id, told.clock.now())
    hook(told, receiver, ("debriefed",))
    nudged(told)
    still_no(told, kind="no_budget")
    told.sweep()
    undo(told.ana)
    told.sweep()
    assert receiver.types == ["lost_deal.debriefed"] * 3
    assert [one["kind"] for one in receiver.data] == ["not_now", "no_budget", "not_now"]


def test_a_reply_without_answers_is_told_as_a_reply_alone(told: Rig, receiver: Receiver) -> None:
    nudged(told)
    reply(told.ana, Reply.REACHED_OUT)
    told.sweep()
    assert receiver.types == ["lost_deal.debriefed", "lost_deal.replied"]


def test_nothing_is_told_of_a_workspace_without_a_hook_nor_to_a_hook_that_asked_for_other_things(
    told: Rig, receiver: Receiver
) -> None:
    with told.db.write(EVERYBODY) as session:
        remove_hook(session, receiver.hook_id, told.clock.now())
    hook(told, receiver, ("outcome",))
    hook(told, receiver, team="T0OTHER")
    lose(told)
    assert receiver.took == []


@pytest.mark.trouble
def test_a_repeat_has_the_same_id_and_body_and_later_events_wait_behind_it(
    told: Rig, receiver: Receiver
) -> None:
    receiver.answer(500)
    lose(told)
    happened(told, Reply.WON_BACK)
    told.sweep()
    assert receiver.types == ["lost_deal.debriefed"]
    told.clock.move(minutes=2)
    told.sweep()
    (first, again, *_), bodies = receiver.took, receiver.types
    assert first == again
    assert bodies == ["lost_deal.debriefed"] * 2 + ["lost_deal.replied", "lost_deal.outcome"]
    assert len({one for one, _ in receiver.took}) == 3


@pytest.mark.trouble
def test_a_receiver_that_is_gone_switches_its_hook_off_until_it_is_replayed(
    told: Rig, receiver: Receiver
) -> None:
    receiver.answer(410)
    lose(told)
    lose(told, "Birch")
    told.clock.move(days=2)
    told.sweep()
    assert len(receiver.took) == 1
    with told.db.write(EVERYBODY) as session:
        assert replay(session, receiver.hook_id, told.clock.now()) == 1
    told.sweep()
    assert len(receiver.took) == 2


def test_what_was_told_before_is_told_again_from_a_moment_on_under_its_own_id(
    told: Rig, receiver: Receiver
) -> None:
    lose(told)
    told.clock.move(days=1)
    since = told.clock.now()
    lose(told, "Birch")
    with told.db.write(EVERYBODY) as session:
        assert replay(session, receiver.hook_id, since, since) == 1
    told.sweep()
    assert receiver.took[1] == receiver.took[2]


@pytest.mark.trouble
def test_a_rest_that_the_receiver_asks_for_is_kept(told: Rig, receiver: Receiver) -> None:
    receiver.answer(429, Retry_After="600")
    lose(told)
    told.clock.move(minutes=9)
    lose(told, "Birch")
    assert len(receiver.took) == 1
    told.clock.move(minutes=2)
    told.sweep()
    assert len(receiver.took) == 3
    assert receiver.took[0] == receiver.took[1]


@pytest.mark.trouble
def test_a_redirect_is_not_followed(told: Rig, receiver: Receiver) -> None:
    receiver.answer(302, Location=receiver.address.replace("/hook", "/elsewhere"))
    lose(told)
    assert receiver.paths == ["/hook?key=1"]


def test_during_a_rotation_both_secrets_are_good(told: Rig, receiver: Receiver) -> None:
    with told.db.write(EVERYBODY) as session:
        new = rotate_hook(session, told.services.vault, receiver.hook_id, told.clock.now())
    receiver.secrets.append(str(new))
    lose(told)
    assert receiver.types == ["lost_deal.debriefed"]


@pytest.mark.trouble
def test_an_answer_is_never_logged(told: Rig, receiver: Receiver, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    receiver.answer(500, X_Told="a secret header")
    lose(told)
    assert "not told" in caplog.messages
    # With what was said along: a log in JSON shows it.
    logged = "".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    for untold in ("a secret", *receiver.secrets, receiver.address):
        assert untold not in logged


def test_an_incoming_hook_is_told_nothing(told: Rig, receiver: Receiver) -> None:
    with told.db.write(EVERYBODY) as session:
        remove_hook(session, receiver.hook_id, told.clock.now())
        add_hook(session, told.services.vault, TEAM, Direction.IN, told.clock.now())
    lose(told)
    assert receiver.took == []
