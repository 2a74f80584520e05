"""`gotano hand-over` on the command line: whom it refuses, what it says, and that both are told."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from coaching.hand_over import Told
from playground import Person
from storage.audit import Event, trail
from storage.owner import EVERYBODY
from tests.conftest import MakeRig
from tests.rig import ANA, SAM, TEAM, Rig
from tests.stories.handing_over import messages
from tests.stories.scenes import lost

GUEST = Person("U0GUS", "Gus Guest", "Europe/Lisbon", guest="multi_channel")
FROM, TO = ("--from", ANA.id), ("--to", SAM.id)


@pytest.fixture
def now(make_rig: MakeRig) -> Rig:
    """The command line goes by the real clock, and so does this bot."""
    rig = make_rig(now=datetime.now(UTC), people=(ANA, SAM, GUEST))
    lost(rig, "Acme")
    lost(rig, "Birch")
    return rig


def hand_over(rig: Rig, *arguments: str) -> Result:
    environ = {
        "SLACK_BOT_TOKEN": rig.slack.bot_token,
        "SLACK_SIGNING_SECRET": rig.slack.signing_secret,
        "SLACK_API_URL": rig.slack.api_url,
        "DATABASE_URL": rig.db.url,
    }
    return CliRunner().invoke(main, ["hand-over", *arguments], env=environ)


def test_it_offers_what_is_open_and_the_bot_tells_both(now: Rig) -> None:
    done = hand_over(now, *FROM, *TO, "--workspace", TEAM)
    assert done.exit_code == 0, done.output
    assert done.output == "2 open lost deals of U0ANA are offered to U0SAM; the bot tells both\n"
    again = hand_over(now, *FROM, *TO)
    assert again.output.splitlines()[1] == "2 are on offer already, to U0SAM or to somebody else"
    now.clock.move(minutes=10)
    now.sweep()
    assert len(messages(now.sam, Told.OFFER)) == len(messages(now.ana, Told.GIVEN)) == 1
    with now.db.read(EVERYBODY) as session:
        kept = [entry for entry in trail(session) if entry.what is Event.HAND_OVER]
    assert [(one.rep, dict(one.details)) for one in kept] == [(ANA.id, {"to": SAM.id, "lost_deals": 2})]


def test_one_who_has_left_slack_is_told_nothing(now: Rig) -> None:
    now.ana.change_profile(deleted=True)
    done = hand_over(now, *FROM, *TO)
    assert "the one who leaves is told nothing" in done.output
    now.clock.move(minutes=10)
    now.sweep()
    assert len(messages(now.sam, Told.OFFER)) == 1
    assert messages(now.ana, Told.GIVEN) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*FROM, "--to", GUEST.id), "a guest"),
        ((*FROM, "--to", "U0NOBODY"), "knows nobody called U0NOBODY"),
        (("--from", "U0NOBODY", *TO), "knows nobody called U0NOBODY"),
        ((*FROM, "--to", "USLACKBOT"), "USLACKBOT"),
        ((*FROM, "--to", ANA.id), "the same person"),
        ((*FROM, *TO, "--workspace", "T0OTHER"), "the bot serves T0TEST, not T0OTHER"),
    ],
)
def test_whom_it_cannot_be_offered_to_is_said_and_nothing_is_offered(
    now: Rig, arguments: tuple[str, ...], said: str
) -> None:
    done = hand_over(now, *arguments)
    assert done.exit_code == 2
    assert said in done.output
    now.clock.move(minutes=10)
    now.sweep()
    assert messages(now.sam, Told.OFFER) == []


@pytest.mark.parametrize(("sign", "said"), [("is_bot", "a bot"), ("deleted", "has left")])
def test_a_bot_and_somebody_who_left_are_offered_nothing(now: Rig, sign: str, said: str) -> None:
    now.sam.change_profile((), **{sign: True})
    done = hand_over(now, *FROM, *TO)
    assert (done.exit_code, said in done.output) == (2, True)


def test_a_rep_without_open_deals_has_nothing_to_hand_over(now: Rig) -> None:
    done = hand_over(now, "--from", SAM.id, "--to", ANA.id)
    assert (done.exit_code, done.output) == (0, "0 open lost deals of U0SAM are offered to U0ANA\n")
