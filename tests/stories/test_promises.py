"""What was promised and could not be done at once is done later: cards, messages to take back, a Home that was lost."""

from datetime import timedelta

import pytest

from handlers.deals.card_post import CARD_GRACE
from playground import Fault
from storage.cards import owe_card
from storage.owner import EVERYBODY, Owner
from storage.reps import find_rep, remember_dm
from tests.rig import TEAM, Rig
from tests.storage.made import lose
from tests.stories.scenes import card, delete_everything, rows

REFUSALS = [
    Fault(status=429),
    Fault(error="ratelimited"),
    Fault(error="internal_error"),
    Fault(status=500),
    Fault(body="<html>A proxy</html>"),
]


def later(rig: Rig, by: timedelta) -> None:
    rig.clock.move(seconds=by.total_seconds())
    rig.sweep()


@pytest.mark.parametrize("refused", REFUSALS, ids=repr)
@pytest.mark.trouble
def test_a_card_that_slack_did_not_take_comes_by_itself(some_rig: Rig, refused: Fault) -> None:
    rig = some_rig
    rig.slack.faults.add("chat.postMessage", refused)
    rig.debrief(rig.ana)
    assert rig.deals()[0].card_ts is None
    for _ in range(5):
        later(rig, 3 * CARD_GRACE)
    assert len(rig.ana.messages()) == 1
    assert card(rig.ana, rig.deals()[0])["text"]


@pytest.mark.trouble
def test_a_card_that_came_without_our_knowing_is_found_and_not_posted_twice(each_rig: Rig) -> None:
    rig = each_rig
    rig.slack.faults.add("chat.postMessage", Fault(accepted_but_dropped=True))
    rig.debrief(rig.ana)
    assert rig.deals()[0].card_ts is None
    later(rig, 2 * CARD_GRACE)
    (message,) = rig.ana.messages()
    assert rig.deals()[0].card_ts == message["ts"]


@pytest.mark.trouble
def test_a_card_that_is_refused_for_hours_comes_in_the_end(each_rig: Rig) -> None:
    rig = each_rig
    rig.slack.faults.add("chat.postMessage", Fault(error="internal_error", times=None))
    rig.debrief(rig.ana)
    for _ in range(4):
        later(rig, timedelta(hours=1))
    assert rig.deals()[0].card_ts is None
    rig.slack.faults.clear()
    later(rig, timedelta(hours=3))
    assert rig.deals()[0].card_ts


@pytest.mark.trouble
def test_a_card_waits_for_a_rep_who_is_gone_and_comes_when_they_are_back(some_rig: Rig) -> None:
    rig = some_rig
    rig.slack.faults.add("chat.postMessage", Fault(error="user_disabled", times=None))
    rig.debrief(rig.ana)
    later(rig, timedelta(days=3))
    assert rig.deals()[0].card_ts is None
    rig.slack.faults.clear()
    later(rig, timedelta(days=1, hours=1))
    assert rig.deals()[0].card_ts


@pytest.mark.parametrize("what", ["card", "draft", "export"])
@pytest.mark.trouble
def test_a_dm_that_slack_no_longer_knows_is_opened_anew_for_everything(each_rig: Rig, what: str) -> None:
    rig = each_rig
    rig.debrief(rig.ana, "Birch")
    rig.ana.close()
    with rig.db.write(EVERYBODY) as session:
        remember_dm(session, Owner(TEAM, "U0ANA"), "D0DEAD")
    before = len(rig.ana.messages())
    if what == "card":
        rig.debrief(rig.ana, "Copperline")
    elif what == "draft":
        rig.ana.command("/gotano", "Copperline")
        rig.ana.fill({"stage": "buying", "asked_why": "told"})
        rig.ana.submit()
        rig.ana.close()
    else:
        rig.ana.command("/gotano", "export")
    assert len(rig.ana.messages()) > before
    with rig.db.read(EVERYBODY) as session:
        rep = find_rep(session, Owner(TEAM, "U0ANA"))
    assert rep is not None
    assert rep.dm_channel == rig.ana.dm


def test_everything_deleted_is_taken_back_however_much_it_was(each_rig: Rig) -> None:
    rig = each_rig
    for number in range(30):
        with rig.db.write(EVERYBODY) as session:
            lose(session, f"Deal {number}", now=rig.clock.now())
            owe_card(session, number + 1, rig.clock.now())
    rig.debrief(rig.ana)
    rig.ana.close()
    for _ in range(10):
        later(rig, timedelta(minutes=2))
    assert len(rig.ana.messages()) == 31
    rig.ana.open_home()
    delete_everything(rig.ana)
    assert rows(rig)["leftover_messages"] > 0
    for _ in range(10):
        later(rig, timedelta(minutes=1))
    assert rig.ana.messages() == []
    assert rows(rig)["leftover_messages"] == 0


@pytest.mark.trouble
def test_taking_back_rests_when_slack_wants_it_and_goes_on(each_rig: Rig) -> None:
    rig = each_rig
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.ana.open_home()
    rig.slack.faults.add("chat.delete", Fault(status=429, retry_after=120))
    delete_everything(rig.ana)
    rig.sweep()
    later(rig, timedelta(seconds=60))
    assert len(rig.ana.messages()) == 1
    later(rig, timedelta(minutes=3))
    assert rig.ana.messages() == []


@pytest.mark.trouble
def test_no_rest_that_slack_wants_counts_against_taking_back(some_rig: Rig) -> None:
    rig = some_rig
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.ana.open_home()
    rig.slack.faults.add("chat.delete", Fault(status=429, retry_after=60, times=30))
    delete_everything(rig.ana)
    for _ in range(31):
        later(rig, timedelta(seconds=61))
    assert rig.ana.messages() == []


def test_a_home_that_slack_lost_is_published_again(some_rig: Rig) -> None:
    rig = some_rig
    rig.debrief(rig.ana)
    rig.ana.close()
    rig.ana.open_home()
    rig.slack.clear_calls()
    rig.ana.open_home()
    assert not rig.slack.calls, "it shows what it showed"
    lost = {"type": "app_home_opened", "user": "U0ANA", "channel": rig.ana.dm, "tab": "home"}
    rig.slack.send_event(lost)
    assert [call.method for call in rig.slack.calls] == ["views.publish"]


@pytest.mark.trouble
@pytest.mark.in_time
def test_the_last_screen_is_answered_before_slack_is_asked_for_a_zone(some_rig: Rig) -> None:
    """The first question finds Slack away, so that the zone is still to be asked for with the verdict."""
    rig = some_rig
    rig.slack.faults.add("users.info", Fault(status=500))
    rig.slack.faults.add("users.info", Fault(delay=3.5, times=None))
    rig.debrief(rig.ana)
    asked = [call for call in rig.slack.calls if call.method == "users.info"]
    assert len(asked) == 2, "when the modal opened, and after the verdict"
    at = rig.deals()[0].next_nudge_at
    assert at is not None
    assert f"{rig.local(at):%H:%M}" == "09:30"
