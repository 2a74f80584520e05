"""The playbook is the team's: the whole journey on a second words folder, and no shipped word reaches the rep."""

import re

import pytest

from coaching.deal import Reply
from coaching.kinds import Kind
from prompts.limits import limit_of
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.other_words import MORE_DAYS, Reader
from tests.stories.own_colleagues import hands_over
from tests.stories.own_journey import (
    a_digest,
    first_debrief,
    first_visit,
    half_a_debrief,
    home_and_all,
    nudges,
    other_verdicts,
    sharing,
    silence_and_a_closed_door,
    the_card,
    written_down,
)
from tests.stories.own_lists import in_and_out
from tests.stories.own_offers import offers_come, words_go_along
from tests.stories.own_playbook import DANA, reading, rig, spoken
from tests.stories.own_quick_way import the_quick_way
from tests.stories.own_team import asked_again, the_team, weekly_note
from tests.stories.scenes import reply, words_on

__all__ = ["rig"]

NO_LIMIT = 3000
MAIL_SIGNS = ("from_lines", "header_lines", "closings", "signs")
ASIDE = (
    "formats.",
    "address.",
    "commands.",
    "install.",
    "step.",
    "team_note.question_",
    *(f"forward.{name}" for name in MAIL_SIGNS),
)
"""What an installer reads in the browser and a workflow's author in Workflow Builder is none of a rep's; what a mail is
known by nobody reads. A note asks one question, of its week's kind: that each has its turn is held with the note."""


@pytest.mark.refused
@pytest.mark.trouble
def test_no_shipped_word_reaches_a_rep_whose_team_has_its_own(rig: Rig) -> None:
    """A channel refuses the first share, and Slack a file: that is said in their words, too."""
    reader = reading(rig)
    first_visit(rig)
    first_debrief(rig, reader)
    half_a_debrief(rig)
    the_card(rig, reader)
    written_down(rig, reader)
    in_and_out(rig, reader)
    sharing(rig, reader)
    the_quick_way(rig)
    nudges(rig, reader)
    other_verdicts(rig, reader)
    a_digest(rig, reader)
    silence_and_a_closed_door(rig, reader)
    with_others(rig, reader)
    home_and_all(rig, reader)
    assert reader.strangers == {}
    texts = [text for key, text in spoken(rig).words.texts.items() if is_counted(key, text)]
    everything = "\n".join(reader.texts)
    read = [text for text in texts if shown(text, everything)]
    assert len(read) >= 0.8 * len(texts), "the journey passes four in five of all texts"
    assert wrongly_roomy(rig, reader) == {}


def with_others(rig: Rig, reader: Reader) -> None:
    """The rep's team, other systems, and a colleague."""
    the_team(rig, reader)
    asked_again(rig, reader)
    weekly_note(rig, reader)
    offers_come(rig, reader)
    words_go_along(rig)
    hands_over(rig, reader)


def is_counted(key: str, text: str) -> bool:
    """A text of placeholders alone would always be found: it has no words of its own."""
    return not key.startswith(ASIDE) and bool(re.sub(r"\{\w+\}", "", text).strip())


def wrongly_roomy(rig: Rig, reader: Reader) -> dict[str, int]:
    """Texts in little room of whose keys none says so, each with the room there is."""
    keys: dict[str, list[str]] = {}
    for key, text in spoken(rig).words.texts.items():
        keys.setdefault(text, []).append(key)
    least = {
        text: min(limit_of(key) or NO_LIMIT for key in keys[text]) for text in reader.room if text in keys
    }
    return {text: reader.room[text] for text, most in least.items() if most > reader.room[text]}


def shown(text: str, everything: str) -> bool:
    """Whether all that stands between the placeholders stood somewhere on screen."""
    return all(part in everything for part in re.split(r"\{\w+\}", text))


def test_the_reader_would_notice_a_shipped_word(make_rig: MakeRig) -> None:
    """The same watch over the shipped words finds them: it is not blind."""
    rig = make_rig()
    reader = reading(rig)
    rig.debrief(rig.ana, DANA)
    assert {"Prospect", "Verdict", "February"} & set(reader.strangers) >= {"Prospect", "February"}


def test_dates_are_the_languages(rig: Rig) -> None:
    rig.debrief(rig.ana, DANA, callback_on="2026-12-26")
    assert "samedi 26 décembre 2026" in str(rig.ana.view)
    rig.ana.close()
    reader = reading(rig)
    reader.look()
    assert any("lundi 4 janvier, 08:15" in text for text in reader.texts)
    rig.ana.open_home()
    assert "04.01.2027" in words_on(rig.ana.home)
    assert "lundi, mardi, mercredi, jeudi et vendredi" in words_on(rig.ana.home)


def test_the_teams_own_counts_are_told_as_their_language_writes_them(rig: Rig) -> None:
    """One case bears a percentage here; the shipped words wait for ten."""
    rig.debrief(rig.ana, DANA)
    rig.ana.close()
    rig.jump()
    reply(rig.ana, Reply.WON_BACK)
    rig.ana.open_home()
    label = spoken(rig).kinds[Kind.NOT_NOW].label
    days = spoken(rig).words.count("days", 90 + MORE_DAYS)
    said = spoken(rig).words.say(
        "home.record_percent", came=1, cases=1, kind=label, percent="100\xa0%", days=days
    )
    assert said in words_on(rig.ana.home)
