"""The part of the journey on another team's words in which a rep counts in and reads their team's numbers."""

from collections.abc import Callable, Iterator
from functools import partial

from coaching.debrief import AskedWhy, FirstNo
from coaching.kinds import Kind, Stage
from handlers.deals.team_books import read_team_books
from playground import Fault
from prompts.counting_in import COUNT_IN
from prompts.team_note import STOP
from prompts.team_page import BACK, CHART, CSV, PERIOD
from prompts.team_timing import HAND_ON, LOOK_AFTER, TAKE, UNDO
from prompts.verdict_screen import WHY
from tests.rig import Rig
from tests.stories.other_words import Reader
from tests.stories.own_playbook import LESSON
from tests.stories.scenes import actions_on, texts
from tests.stories.team_notes import CHANNEL, chooses, sweep
from tests.stories.teams import FIVE, a_team, loses, page, page_on_home, they_ask, week_passes

_OTHERS = [f"U1{name}" for name in FIVE]


def the_team(rig: Rig, reader: Reader) -> None:
    """Before there are numbers, with them in each period, as a picture and a table, and while they are held."""
    page(rig.ana)
    rig.ana.press(COUNT_IN)
    rig.ana.fill({"new": LESSON})
    rig.ana.submit()
    week_passes(rig)
    page(rig.ana)
    _others(rig)
    week_passes(rig)
    page_on_home(rig.ana)
    for period in ("before", "year", "last"):
        rig.ana.press(f"{PERIOD}{period}", "home")
    for action in (CHART, CSV):
        rig.ana.press(action, "home")
        rig.ana.close()
    reader.heard(file.name for file in rig.slack.files)
    reader.look()
    loses(rig, _OTHERS[0], Kind.NO_NEED)
    week_passes(rig)
    page_on_home(rig.ana)
    rig.ana.press(BACK, "home")


def _others(rig: Rig) -> None:
    """Five more, with answers of every sort."""
    a_team(rig, _OTHERS, LESSON)
    for rep in _OTHERS:
        loses(rig, rep, Kind.NO_NEED, stage=Stage.FIRST, first_no=FirstNo.MIDDLE, asked_why=AskedWhy.DODGED)
        loses(rig, rep, Kind.CONTENT, first_no=FirstNo.END, asked_why=AskedWhy.NOT_YET)


def asked_again(rig: Rig, reader: Reader) -> None:
    """A number of theirs is suggested, taken, told of and taken back; the verdict tells what the team heard."""
    they_ask(rig, _OTHERS, LESSON)
    week_passes(rig)
    read_team_books(rig.services)
    page(rig.ana)
    for action in (LOOK_AFTER, TAKE, UNDO, TAKE):
        rig.ana.press(action)
    rig.ana.close(all=True)
    read_team_books(rig.services)
    rig.debrief(rig.ana, "Elm", kind="not_now")
    rig.ana.press(WHY)
    rig.ana.close(all=True)
    page(rig.ana)
    rig.ana.press(HAND_ON)
    rig.ana.close(all=True)
    reader.look()


def weekly_note(rig: Rig, reader: Reader) -> None:
    """Refused while a channel will not do, then sent and stopped on the note; and ended where one no longer does."""
    for spoil, mend in _spoilt(rig):
        spoil()
        reader.heard([chooses(rig.ana)])
        mend()
    rig.slack.faults.add("conversations.info", Fault(error="internal_error"))
    reader.heard([chooses(rig.ana)])
    _choose(rig)
    _monday(rig)
    _read_channel(rig, reader)
    (note,) = (one for one in rig.ana.messages(CHANNEL) if STOP in actions_on(one))
    for _ in range(2):
        rig.ana.press(STOP, note)
    _read_channel(rig, reader)
    for spoil, mend in _spoilt(rig):
        _choose(rig)
        spoil()
        _monday(rig)
        mend()
        reader.look()


def _spoilt(rig: Rig) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """How the channel comes not to do, each with its mending."""
    yield partial(rig.slack.expel, CHANNEL), partial(rig.slack.invite, CHANNEL)
    yield partial(rig.slack.archive, CHANNEL), partial(rig.slack.archive, CHANNEL, archived=False)


def _choose(rig: Rig) -> None:
    assert chooses(rig.ana) == "cleared"
    page(rig.ana)
    rig.ana.close(all=True)


def _read_channel(rig: Rig, reader: Reader) -> None:
    for message in rig.ana.messages(CHANNEL):
        reader.heard(texts(message))


def _monday(rig: Rig) -> None:
    """Something is heard, so that there are new numbers; then it is Monday morning."""
    for rep in _OTHERS:
        loses(rig, rep, Kind.CONTENT)
    week_passes(rig)
    rig.clock.move(hours=8, minutes=30)
    for _ in range(2):
        sweep(rig)
