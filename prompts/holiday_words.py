"""How a public holiday explains a date: on the verdict, where it moved it, and on the nudge, once it has passed."""

from coaching.plan import PlannedDate, Reason, Why
from prompts.public_holidays import holiday_name
from prompts.words import Words

HOLIDAYS = frozenset({Why.HOLIDAY, Why.HOLIDAY_TOO})


def moved_for(one: Reason, words: Words) -> str:
    """Why a date moved. Without a name only a day off: the library's newer version may know of no holiday there."""
    key = "holidays.moved" if one.why is Why.HOLIDAY else "holidays.too"
    return _say(key, one, words) or words.say("rules.day_off", on=_day(one, words))


def named_but_holiday(one: Reason, words: Words) -> str:
    """A day that they named, and that is a holiday."""
    return _say("holidays.named", one, words) or words.say("rules.named_day_off", on=_day(one, words))


def named_then(due: PlannedDate, words: Words) -> str | None:
    """The same once it has passed; None where the day that they named was none."""
    named = due.rule.why is Why.NAMED and due.moved and due.moved[0].why is Why.HOLIDAY
    return _say("holidays.named_was", due.moved[0], words) if named else None


def been(due: PlannedDate, words: Words) -> list[str]:
    """The holidays that kept a date from coming earlier, once they have passed, a sentence each."""
    told = (_say("holidays.was", one, words) for one in due.moved if one.why in HOLIDAYS)
    return [one for one in told if one]


def _say(key: str, one: Reason, words: Words) -> str | None:
    name = holiday_name(one.on, one.about, words) if one.on and one.about else None
    return words.say(key, on=_day(one, words), holiday=name) if name else None


def _day(one: Reason, words: Words) -> str:
    return words.day(one.on) if one.on else ""
