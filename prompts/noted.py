"""What the rep noted about a lost deal, and when the no was: it comes back on the card and the nudge."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from coaching.dates import local_date
from coaching.deal import LostDeal
from coaching.debrief import Answers, Worth
from coaching.history import told_at
from coaching.kinds import KINDS, Question, Shape, shape_of
from coaching.plan import Why
from coaching.told import words_told_at
from prompts import blocks
from prompts.notes import newest_notes
from prompts.playbook import Playbook

_SHORT = 500
"""Characters of one answer: what comes below it must not be pushed away."""


def no_line(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    """When the no was, or since when nobody has answered."""
    said = "noted.no_on" if deal.answers.is_a_no else "noted.silent_on"
    return playbook.words.say(said, date=_no_day(deal, playbook, zone))


def quoted(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> tuple[str, str] | None:
    """Their words under the day they were said: that of the no, or of an older message; None where there are none."""
    if not deal.answers.words:
        return None
    said_at = min(words_told_at(deal), told_at(deal))
    said = playbook.words.day(local_date(said_at, zone))
    return playbook.words.say("noted.they_said", date=said), deal.answers.words


def noted(deal: LostDeal, playbook: Playbook, zone: ZoneInfo, everything: bool = False) -> list[str]:
    """A line each: the day of the no where no words of theirs tell it, and what the rep answered.

    `everything` adds what only the card has room for.
    """
    first = [] if deal.answers.words else [no_line(deal, playbook, zone)]
    more = [*_more(deal, playbook), *newest_notes(deal, playbook, zone)] if everything else []
    return [*first, *_answers(deal.answers, playbook), *_named(deal, playbook), *more]


def noted_first(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> list[str]:
    """For a nudge: their newest notes, then the rest."""
    return [*newest_notes(deal, playbook, zone), *noted(deal, playbook, zone)]


def noted_block(lines: list[str], playbook: Playbook) -> list[blocks.Block]:
    return [blocks.titled_list(playbook.words.say("noted.title"), lines)] if lines else []


def noted_text(lines: list[str], playbook: Playbook) -> str:
    """The same in plain words."""
    return "\n".join([f"{playbook.words.say('noted.title')}:", *lines]) if lines else ""


def _answers(answers: Answers, playbook: Playbook) -> Iterator[str]:
    own = KINDS[answers.kind].questions
    for question in own:
        if answer := _answer(question, answers, playbook):
            yield _line(_label(question, answers, playbook), answer)
    if answers.condition and Question.CONDITION not in own:
        yield _line(playbook.words.say("look.condition"), blocks.cut(answers.condition, _SHORT))


def _named(deal: LostDeal, playbook: Playbook) -> Iterator[str]:
    """The day they named, unless the plan's own rule says it already."""
    on, due = deal.answers.callback_on, deal.plan.due
    if on and not (due and due.rule.why is Why.NAMED):
        yield playbook.words.say("noted.named", date=playbook.words.day(on))


def _label(question: Question, answers: Answers, playbook: Playbook) -> str:
    asked = playbook.kinds[answers.kind].questions.get(question)
    return asked.label if asked else playbook.words.say(f"look.{question}")


def _answer(question: Question, answers: Answers, playbook: Playbook) -> str:
    words = playbook.words
    if shape_of(question) is Shape.TEXT:
        text = answers.condition if question is Question.CONDITION else answers.notes.get(question)
        return blocks.cut(text, _SHORT) if text else ""
    given: date | int | bool | None = getattr(answers, question)
    if given is None:
        return ""
    if isinstance(given, bool):
        return words.say(f"look.{question}_{'yes' if given else 'no'}")
    return words.day(given) if isinstance(given, date) else str(given)


def _more(deal: LostDeal, playbook: Playbook) -> Iterator[str]:
    say, answers = playbook.words.say, deal.answers
    if deal.value is not None:
        yield _line(say("value.label"), playbook.words.amount(deal.value, deal.currency))
    if answers.first_no:
        yield _line(say("look.first_no"), say(f"look.first_no_{answers.first_no}"))
    if answers.worth is not Worth.YES:
        yield _line(say("look.worth"), say(f"look.worth_{answers.worth}"))
    if answers.lesson:
        yield _line(say("look.lesson"), blocks.cut(answers.lesson, _SHORT))


def _line(label: str, answer: str) -> str:
    return f"{label} {answer}"


def _no_day(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> str:
    return playbook.words.day(local_date(told_at(deal), zone))
