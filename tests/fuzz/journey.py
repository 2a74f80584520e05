"""A journey through everything the bot offers."""

from collections.abc import Iterator

from coaching.deal import Reply
from coaching.plan import Verdict
from playground import Fault
from prompts.deal_card import DELETE, EDIT, HAPPENED, HISTORY, SHARE, SHOW
from prompts.digest import ANSWER
from prompts.find_modal import FIND
from prompts.forwarded import KIND
from prompts.home import DEBRIEF, EXPORT, SETTINGS, THROW_AWAY
from prompts.more import MORE
from prompts.notes import ADD_NOTE, NOTE_PAGE, NOTES_ON_A_PAGE
from prompts.one_answer import ALL, OPEN
from prompts.one_answer import BACK as ANSWER_BACK
from prompts.open_again import OPEN_AGAIN
from prompts.own_words_form import OWN_WORDS
from prompts.prep import PREP
from prompts.quick_screen import DOOR_NOW, FULL, GUESSED, SOUNDS
from prompts.share_modal import WITHDRAW
from prompts.week_note import STOP as WEEK_NOTE_STOP
from storage.overview import Shelf
from tests.fuzz.clock_steps import many_due, week_ends
from tests.fuzz.hand_over_steps import hand_over_steps
from tests.fuzz.list_steps import list_steps
from tests.fuzz.offer_steps import offer_steps, run_a_step
from tests.fuzz.team_steps import team_steps
from tests.rig import Rig
from tests.stories.every_step import Step, steps
from tests.stories.homes import go_to, offers
from tests.stories.scenes import card, choose, delete, delete_everything, nudge


def journey(mark: str) -> Iterator[tuple[str, Step]]:
    """Every step; `mark` stands in all that Ana and Sam type, so that it is known whose words are read."""
    # In one piece: a walk is read step by step, each under its name.
    yield "begun", lambda rig: _begin(rig, mark)
    yield from steps()
    yield "resumed and closed", lambda rig: rig.ana.close()
    yield "thrown away", lambda rig: rig.ana.press(THROW_AWAY, nudge(rig.ana))
    yield "settings", lambda rig: rig.ana.command("/gotano", "settings")
    yield "country chosen", lambda rig: rig.ana.fill({"country-PT": "DE"})
    yield "settings saved", lambda rig: rig.ana.submit()
    yield "debrief from home", lambda rig: rig.ana.press(DEBRIEF, "home")
    yield "closed again", lambda rig: rig.ana.close()
    yield "shortcut", lambda rig: rig.ana.shortcut("debrief_a_no")
    yield "shortcut closed", lambda rig: rig.ana.close()
    yield "message shortcut", lambda rig: rig.ana.shortcut("got_a_no", nudge(rig.ana))
    yield "message shortcut closed", lambda rig: rig.ana.close()
    yield "said", lambda rig: rig.ana.say(f"{mark}ana: There is simply no budget left. Again in May.")
    yield "kind pressed", lambda rig: rig.ana.press(f"{KIND}_0", nudge(rig.ana))
    yield "guess taken", lambda rig: rig.ana.press(f"{GUESSED}_0")
    yield "named", lambda rig: rig.ana.fill({"prospect": f"{mark}ana Quick"})
    yield "door pressed", lambda rig: rig.ana.press(f"{DOOR_NOW}_open")
    yield "one answer", lambda rig: rig.ana.press(f"{OPEN}_lesson")
    yield "back again", lambda rig: rig.ana.press(ANSWER_BACK)
    yield "one more answer", lambda rig: rig.ana.press(f"{OPEN}_lesson")
    yield "answer given", lambda rig: _answer_lesson(rig, mark)
    yield "quick closed", lambda rig: rig.ana.close()
    yield "quick chosen", lambda rig: _choose_screens(rig, "1")
    yield "quick", lambda rig: rig.ana.command("/gotano", f"{mark}ana Brief")
    yield "sounds", lambda rig: rig.ana.press(SOUNDS)
    yield "quick kind", lambda rig: rig.ana.fill({"kind-any": "not_now"})
    yield "quick refused", lambda rig: rig.ana.submit()
    yield "quick door", lambda rig: rig.ana.fill({"door": "ajar", "stage": "first"})
    yield "quick sent", lambda rig: rig.ana.submit()
    yield "quick over", lambda rig: rig.ana.close()
    yield "edit one", lambda rig: choose(rig.ana, EDIT, card(rig.ana, rig.deals()[0]))
    yield "edit all", lambda rig: rig.ana.press(ALL)
    yield "edit closed", lambda rig: rig.ana.close()
    yield "quick again", lambda rig: rig.ana.command("/gotano", f"{mark}ana Full")
    yield "in full", lambda rig: rig.ana.press(FULL)
    yield "full closed", lambda rig: rig.ana.close()
    yield "full chosen", lambda rig: _choose_screens(rig, "3")
    yield "too slow", _too_slow
    yield "opened again", lambda rig: rig.ana.press(OPEN_AGAIN, nudge(rig.ana))
    yield "opened again and closed", lambda rig: rig.ana.close()
    yield "several", lambda rig: _several(rig, mark)
    yield "prep from home", lambda rig: rig.ana.press(PREP, "home")
    yield "prep from home closed", lambda rig: rig.ana.close()
    yield "twenty-one notes", lambda rig: _notes(rig, mark)
    yield "older notes", lambda rig: rig.ana.press(f"{NOTE_PAGE}_0")
    yield "older notes closed", lambda rig: rig.ana.close(all=True)
    yield "settings from home", lambda rig: rig.ana.press(SETTINGS, "home")
    yield "settings closed", lambda rig: rig.ana.close()
    yield "find", lambda rig: rig.ana.press(FIND, "home")
    yield "found", _find
    yield "shown", lambda rig: rig.ana.press(SHOW, value=str(rig.deals()[0].id))
    yield "shown and closed", lambda rig: rig.ana.close()
    for asked in ("list", "export", "help"):
        yield asked, lambda rig, asked=asked: rig.ana.command("/gotano", asked)  # type: ignore[misc]
    yield "export from home", lambda rig: rig.ana.press(EXPORT, "home")
    for shelf in Shelf:
        yield (
            f"shelf {shelf}",
            lambda rig, shelf=shelf: _to_shelf(rig, shelf),  # type: ignore[misc]
        )
    yield from team_steps(mark)
    yield from offer_steps(mark)
    yield from list_steps(mark)
    yield "let go on the verdict", lambda rig: _to_let_go(rig, mark)
    yield "and sure", lambda rig: rig.ana.submit()
    yield "let go on the card", lambda rig: _to_let_go_later(rig, mark)
    yield "and sure again", lambda rig: rig.ana.submit()
    yield "shared", _share
    yield "taken back", lambda rig: rig.ana.press(WITHDRAW)
    yield "form closed", lambda rig: rig.ana.close()
    yield "note of the week", week_ends
    yield "note stopped", lambda rig: rig.ana.press(WEEK_NOTE_STOP, nudge(rig.ana))
    yield "digest", many_due
    yield "answer", _open_answer
    yield "answered", _answer
    yield "answered in place", _answer_in_place
    for name in (EDIT, HISTORY, OWN_WORDS, SHARE):
        yield f"{name} in the modal", lambda rig, name=name: _in_the_modal(rig, name)  # type: ignore[misc]
        yield f"{name} in the modal closed", lambda rig: rig.ana.close(all=True)
    yield "deleted in the modal", lambda rig: _in_the_modal(rig, DELETE)
    yield "the modal closed", lambda rig: rig.ana.close(all=True)
    yield "deleted at last", lambda rig: delete(rig.ana, card(rig.ana, rig.deals()[0]))
    yield "a workflow's step", lambda rig: run_a_step(rig, mark)
    yield from hand_over_steps(mark)
    yield "all deleted", lambda rig: delete_everything(rig.ana)


def _begin(rig: Rig, mark: str) -> None:
    """Sam has lost a deal and gone half-way through another; Ana is on her second screen."""
    rig.slack.invite("C0LESSONS")
    rig.debrief(
        rig.sam, f"{mark}sam Ltd", door="closed", words=f"{mark}sam said", lesson=f"{mark}sam learned"
    )
    rig.sam.close()
    rig.sam.command("/gotano", f"{mark}sam Half")
    rig.sam.fill({"stage": "buying", "asked_why": "told"})
    rig.sam.submit()
    rig.ana.command("/gotano", f"{mark}ana Reyes")
    rig.ana.fill({"stage": "buying", "asked_why": "told", "words": f"{mark}ana said"})
    rig.ana.submit()


def _answer_lesson(rig: Rig, mark: str) -> None:
    rig.ana.fill({"lesson": f"{mark}ana learned"})
    rig.ana.submit()


def _choose_screens(rig: Rig, screens: str) -> None:
    rig.ana.command("/gotano", "settings")
    rig.ana.fill({"debrief": screens})
    rig.ana.submit()


def _too_slow(rig: Rig) -> None:
    rig.slack.faults.add("views.open", Fault(error="expired_trigger_id"))
    rig.ana.shortcut("debrief_a_no")


def _several(rig: Rig, mark: str) -> None:
    for name in ("Acme", "Birch", "Cope", "Dune"):
        on = f"{rig.clock.now().year + 1}-02-10"
        rig.debrief(rig.ana, f"{mark}ana {name}", callback_on=on, words=f"{mark}ana heard")
        rig.ana.close()
    rig.ana.open_home()


def _notes(rig: Rig, mark: str) -> None:
    """More than a page of them, and the history that shows them."""
    for number in range(NOTES_ON_A_PAGE + 1):
        rig.ana.press(ADD_NOTE, card(rig.ana, rig.deals()[0]))
        rig.ana.fill({"note": f"{mark}ana noted {number}"})
        rig.ana.submit()
    rig.ana.press(SHOW, card(rig.ana, rig.deals()[0]))
    rig.ana.press(HISTORY)


def _to_let_go(rig: Rig, mark: str) -> None:
    rig.debrief(rig.ana, f"{mark}ana Elm", door="open", words=f"{mark}ana heard")
    rig.ana.fill({"verdict": Verdict.LET_GO})
    rig.ana.submit()


def _to_let_go_later(rig: Rig, mark: str) -> None:
    rig.debrief(rig.ana, f"{mark}ana Fir", door="open", words=f"{mark}ana heard")
    rig.ana.close()
    rig.ana.press(HAPPENED, card(rig.ana, rig.deals()[0]))
    rig.ana.fill({"reply": Reply.LET_GO})
    rig.ana.submit()


def _to_shelf(rig: Rig, shelf: Shelf) -> None:
    """An empty one is not offered."""
    if offers(rig.ana, shelf):
        go_to(rig.ana, shelf)


def _find(rig: Rig) -> None:
    rig.ana.fill({"name": rig.deals()[0].prospect})
    rig.ana.submit()


def _share(rig: Rig) -> None:
    for _ in range(2):
        choose(rig.ana, SHARE, card(rig.ana, rig.deals()[0]))
        if WITHDRAW in str(rig.ana.view):
            return
        rig.ana.fill({"lesson": "Ask sooner", "channel": "C0LESSONS"})
        rig.ana.submit()
        rig.ana.submit()
        rig.ana.close()


def _open_answer(rig: Rig) -> None:
    message = nudge(rig.ana)
    first = next(block["block_id"] for block in message["blocks"] if block["type"] == "actions")
    rig.ana.press(ANSWER, message, block_id=first)


def _answer(rig: Rig) -> None:
    rig.ana.fill({"reply": Reply.TALKING_AGAIN})
    rig.ana.submit()


def _in_the_modal(rig: Rig, action: str) -> None:
    rig.ana.press(SHOW, card(rig.ana, rig.deals()[0]))
    rig.ana.press(action)


def _answer_in_place(rig: Rig) -> None:
    message = nudge(rig.ana)
    row = next(block for block in message["blocks"] if block["type"] == "actions")
    menu = next(element for element in row["elements"] if element["action_id"] == MORE)
    rig.ana.press(MORE, message, menu["options"][0]["value"], row["block_id"])
