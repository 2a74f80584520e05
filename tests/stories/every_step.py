"""A rep's journey that uses every button and form."""

from collections.abc import Callable, Iterator
from typing import Any

from coaching.deal import Reply
from prompts.calendar_file import CALENDAR
from prompts.deal_card import CHANGE_DATE, DELETE, EDIT, HAPPENED, HISTORY, REOPEN, SHARE, SHOW
from prompts.notes import ADD_NOTE, DELETE_NOTE
from prompts.own_words_form import OWN_WORDS, OWN_WORDS_HERE, SUGGEST_AGAIN
from prompts.prep import CHOOSE_PROSPECT
from tests.rig import Rig
from tests.stories.scenes import card, choose, nudge, reply, undo

Step = Callable[[Rig], Any]


def steps() -> Iterator[tuple[str, Step]]:
    """A rep's journey that uses every button and form; each step ends in one request about the deal."""
    # In one piece: a walk is read step by step, each under its name.

    def fill(**values: str) -> Step:
        return lambda rig: rig.ana.fill({name.replace("__", "-"): one for name, one in values.items()})

    def submit(rig: Rig) -> Any:
        return rig.ana.submit()

    def press(action: str) -> Step:
        return lambda rig: rig.ana.press(action, card(rig.ana, rig.deals()[0]))

    def more(step: str) -> Step:
        return lambda rig: choose(rig.ana, step, card(rig.ana, rig.deals()[0]))

    def form(action: str, **values: str) -> Iterator[tuple[str, Step]]:
        yield f"{action} pressed", press(action)
        yield f"{action} filled", fill(**values)
        yield f"{action} sent", submit

    yield "first kind", fill(kind__buying="no_response")
    yield "another kind", fill(kind__buying="not_now")
    yield "door", fill(door="ajar")
    yield "second screen", submit
    yield "back", lambda rig: rig.ana.press("debrief_back")
    yield "second screen again", submit
    yield "third screen", submit
    yield "another verdict looked at", fill(verdict="go_back")
    yield OWN_WORDS_HERE, lambda rig: rig.ana.press(OWN_WORDS_HERE)
    yield "own words here", fill(text="Mine alone, for the verdict")
    yield "own words here sent", submit
    yield "why", lambda rig: rig.ana.press("verdict_why")
    yield "verdict", submit
    yield from form(CHANGE_DATE, on="2026-12-10")
    yield CALENDAR, more(CALENDAR)
    yield from form(ADD_NOTE, note="Mine alone: they open in March")
    yield OWN_WORDS, more(OWN_WORDS)
    yield "own words", fill(text__theirs="Mine alone, for the card")
    yield "own words sent", submit
    yield "own words again", more(OWN_WORDS)
    yield SUGGEST_AGAIN, lambda rig: rig.ana.press(SUGGEST_AGAIN)
    yield "own words closed", lambda rig: rig.ana.close()
    yield SHOW, press(SHOW)
    yield "all closed", lambda rig: rig.ana.close()
    yield EDIT, more(EDIT)
    yield "edit 1", submit
    yield "edit 2", submit
    yield "edit 3", submit
    yield "closed", lambda rig: rig.ana.close()
    yield from form(HAPPENED, reply="snooze_until")
    yield "snoozed from the card", fill(on="2026-12-11")
    yield "snooze from the card sent", submit
    yield "nudge", lambda rig: rig.jump()
    yield "snooze until", lambda rig: reply(rig.ana, Reply.SNOOZE_UNTIL)
    yield "day", fill(on="2026-12-20")
    yield "snoozed", submit
    yield "undo snooze", lambda rig: undo(rig.ana)
    yield "still no", lambda rig: reply(rig.ana, Reply.STILL_NO)
    yield "kind and door", fill(kind__buying="not_now", door="ajar")
    yield "still no sent", submit
    yield "date of what follows", lambda rig: rig.ana.press(CALENDAR, nudge(rig.ana))
    yield "nudge 2", lambda rig: rig.jump()
    yield "no answer", lambda rig: reply(rig.ana, Reply.NO_ANSWER)
    yield "undo", lambda rig: undo(rig.ana)
    yield "still no 2", lambda rig: reply(rig.ana, Reply.STILL_NO)
    yield "kind and door 2", fill(kind__buying="not_now", door="ajar")
    yield "still no 2 sent", submit
    yield "one more try", lambda rig: rig.ana.press("card_one_more_try", nudge(rig.ana))
    yield "day of it", fill(on="2027-09-01")
    yield "one more try sent", submit
    yield "nudge 3", lambda rig: rig.jump()
    yield "no answer 3", lambda rig: reply(rig.ana, Reply.NO_ANSWER)
    yield "let go", lambda rig: rig.ana.press("card_let_go", nudge(rig.ana))
    yield from form(REOPEN, on="2027-10-01")
    yield "nudge 4", lambda rig: rig.jump()
    yield "won back", lambda rig: reply(rig.ana, Reply.WON_BACK)
    yield "won because", lambda rig: rig.ana.press("card_won_because", nudge(rig.ana))
    yield "what", fill(what="Patience")
    yield "what sent", submit
    yield from form(SHARE, lesson="Ask sooner", channel="C0LESSONS")
    yield "posted", submit
    yield "posted and closed", lambda rig: rig.ana.close()
    yield "history", more(HISTORY)
    yield DELETE_NOTE, lambda rig: rig.ana.press(DELETE_NOTE)
    yield "history closed", lambda rig: rig.ana.close()
    yield "prep", lambda rig: rig.ana.command("/gotano", "prep")
    yield CHOOSE_PROSPECT, lambda rig: rig.ana.press(CHOOSE_PROSPECT, value=str(rig.deals()[0].id))
    yield "prep closed", lambda rig: rig.ana.close()
    yield "home", lambda rig: rig.ana.open_home()
    yield OWN, lambda rig: rig.ana.press("home_shelf_won_back", "home")
    yield "card from home", lambda rig: rig.ana.press("card_show", "home")
    yield "card from home closed", lambda rig: rig.ana.close()
    yield DELETE, more(DELETE)
    yield "deleted", submit
    yield "half way", half_way
    yield "home again", lambda rig: rig.ana.open_home()
    yield "draft resumed", lambda rig: rig.ana.press("draft_resume", "home")


OWN = "one's own home"
"""A step that is about no deal: anybody may take it, and sees their own."""


def half_way(rig: Rig) -> None:
    """A debrief closed after its first screen."""
    rig.ana.command("/gotano", "Birch")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    rig.ana.close()
