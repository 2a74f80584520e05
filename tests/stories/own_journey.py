"""A journey past every surface that a rep sees, on the words of another team."""

from datetime import date

from coaching.deal import Reply
from coaching.plan import Verdict
from prompts import home
from prompts.deal_card import (
    CHANGE_DATE,
    DELETE,
    EDIT,
    HAPPENED,
    HISTORY,
    LET_GO,
    ONE_MORE_TRY,
    REOPEN,
    SHARE,
    SHOW,
    WON_BECAUSE,
)
from prompts.debrief_modal import BACK
from prompts.digest import ANSWER
from prompts.find_modal import FIND
from prompts.notes import ADD_NOTE, DELETE_NOTE
from prompts.nudge_buttons import REPLY
from prompts.own_words_form import OWN_WORDS, SUGGEST_AGAIN
from prompts.share_modal import WITHDRAW
from prompts.verdict_screen import WHY
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.homes import counts, go_to
from tests.stories.other_words import Reader
from tests.stories.own_playbook import (
    BECAUSE,
    CONDITION,
    DANA,
    DANA_TOO,
    LESSON,
    PRIYA,
    THEIR_WORDS,
    accepted,
    next_nudge,
    refused,
)
from tests.stories.scenes import delete_everything, nudge, reply, undo, words_on


def why(rig: Rig) -> None:
    rig.ana.press(WHY)
    rig.ana.close()


def first_visit(rig: Rig) -> None:
    rig.ana.open_home()
    rig.ana.press(home.DEBRIEF, "home")
    rig.ana.close()
    for command in ("help", "list", "export"):
        rig.ana.command("/gotano", command)


def first_debrief(rig: Rig, reader: Reader) -> None:
    """Every screen, and what each of them refuses."""
    rig.ana.command("/gotano", "")
    accepted(rig, prospect=DANA, stage="buying", asked_why="told", words=THEIR_WORDS)
    rig.ana.press(BACK)
    accepted(rig)
    refused(rig, reader, **{"kind-buying": "unknown", "door": "ajar"})
    rig.ana.fill({"kind-buying": "no_response"})
    rig.ana.fill({"kind-buying": "not_now"})
    accepted(rig, door="open")
    refused(rig, reader, callback_on="2026-10-01")
    refused(rig, reader, callback_on="2029-10-01")
    accepted(rig, callback_on="2026-12-26", condition=CONDITION, worth="even", first_no="end", lesson=LESSON)
    rig.ana.press(WHY)
    for verdict in (Verdict.LET_GO, Verdict.NURTURE, Verdict.GO_BACK, Verdict.ASK_WHY, Verdict.FOLLOW_UP):
        rig.ana.fill({"verdict": verdict})
    accepted(rig)


def half_a_debrief(rig: Rig) -> None:
    """Somebody with a similar name, left half-way, resumed and thrown away."""
    rig.ana.command("/gotano", DANA_TOO)
    accepted(rig, stage="buying", asked_why="dodged")
    (field,) = (b for b in (rig.ana.view or {})["blocks"] if b["block_id"].startswith("joins-"))
    accepted(rig, **{field["block_id"]: str(rig.deals()[0].id)})
    rig.ana.close(all=True)
    rig.ana.press(home.RESUME, nudge(rig.ana))
    rig.ana.close(all=True)
    rig.ana.open_home()
    rig.ana.press(home.THROW_AWAY, nudge(rig.ana))


def the_card(rig: Rig, reader: Reader) -> None:
    press(rig, CHANGE_DATE)
    refused(rig, reader, on="2026-10-01")
    accepted(rig, on="2026-12-10")
    press(rig, EDIT)
    accepted(rig)
    accepted(rig, **{"kind-buying": "no_budget"})
    accepted(rig, budget_on="2027-06-01", callback_on=None)
    rig.ana.close()
    press(rig, HAPPENED)
    accepted(rig, reply=Reply.REACHED_OUT)
    press(rig, SHOW)
    rig.ana.close()


def written_down(rig: Rig, reader: Reader) -> None:
    """A note, a message in one's own words, and what comes back before a call."""
    press(rig, ADD_NOTE)
    refused(rig, reader, note="\u200b")
    accepted(rig, note=LESSON)
    press(rig, OWN_WORDS)
    accepted(rig, text=THEIR_WORDS)
    press(rig, OWN_WORDS)
    rig.ana.press(SUGGEST_AGAIN)
    rig.ana.close()
    press(rig, HISTORY)
    rig.ana.press(DELETE_NOTE)
    rig.ana.close(all=True)
    for asked in ("prep", f"prep {DANA}", f"prep {PRIYA}"):
        rig.ana.command("/gotano", asked)
        rig.ana.close()


def sharing(rig: Rig, reader: Reader) -> None:
    press(rig, SHARE)
    refused(rig, reader, channel="C0LESSONS", lesson="Dana")
    accepted(rig, lesson=LESSON)
    accepted(rig)
    rig.ana.close(all=True)
    rig.slack.invite("C0LESSONS")
    press(rig, SHARE)
    accepted(rig, channel="C0LESSONS", lesson=LESSON)
    accepted(rig)
    press(rig, SHARE)
    (posted,) = rig.ana.messages("C0LESSONS")
    reader.heard([words_on(posted), posted["text"]])
    rig.ana.press(WITHDRAW)
    rig.ana.close()


def nudges(rig: Rig, reader: Reader) -> None:
    """Each reply once, stale buttons, undo, and the two ways to end."""
    replies(rig, reader)
    two_more_noes(rig, reader)
    both_ends(rig, reader)


def replies(rig: Rig, reader: Reader) -> None:
    stale = next_nudge(rig, reader)
    reply(rig.ana, Reply.NO_ANSWER)
    rig.ana.press(f"{REPLY}{Reply.NO_ANSWER}", stale)
    undo(rig.ana)
    reply(rig.ana, Reply.TALKING_AGAIN)
    for snooze in (Reply.SNOOZE_WEEK, Reply.SNOOZE_MONTH, Reply.SNOOZE_QUARTER):
        next_nudge(rig, reader)
        reply(rig.ana, snooze)
    next_nudge(rig, reader)
    reply(rig.ana, Reply.SNOOZE_UNTIL)
    accepted(rig, on="2027-07-01")


def two_more_noes(rig: Rig, reader: Reader) -> None:
    for _ in range(2):
        next_nudge(rig, reader)
        reply(rig.ana, Reply.STILL_NO)
        accepted(rig, **{"kind-buying": "no_value", "door": "ajar"})
    rig.ana.press(ONE_MORE_TRY, nudge(rig.ana))
    accepted(rig, on="2027-11-01")


def both_ends(rig: Rig, reader: Reader) -> None:
    next_nudge(rig, reader)
    reply(rig.ana, Reply.NO_ANSWER)
    next_nudge(rig, reader)
    rig.ana.press(LET_GO, nudge(rig.ana))
    press(rig, REOPEN)
    accepted(rig, on="2027-12-15")
    next_nudge(rig, reader)
    reply(rig.ana, Reply.WON_BACK)
    rig.ana.press(WON_BECAUSE, nudge(rig.ana))
    accepted(rig, what=BECAUSE)
    press(rig, SHARE)
    accepted(rig, channel="C0LESSONS")
    accepted(rig)
    rig.ana.close(all=True)


def a_digest(rig: Rig, reader: Reader) -> None:
    for name in ("Elm", "Fig", "Gum", "Hop"):
        rig.debrief(rig.ana, name, asked_why="not_yet", kind="content", words=THEIR_WORDS)
        why(rig)
    message = next_nudge(rig, reader)
    (first, second, *_) = (b["elements"][0] for b in message["blocks"] if b["type"] == "actions")
    for answer, given in ((first, Reply.DODGED), (second, Reply.TOLD_ME)):
        rig.ana.press(ANSWER, message, answer["value"])
        accepted(rig, reply=given)
    rig.ana.close(all=True)
    next_nudge(rig, reader)
    next_nudge(rig, reader)


def silence_and_a_closed_door(rig: Rig, reader: Reader) -> None:
    rig.debrief(rig.ana, PRIYA, kind="no_response", asked_why="not_yet", tries="4")
    why(rig)
    next_nudge(rig, reader)
    rig.debrief(rig.ana, PRIYA, kind="doubts_us", door="closed")
    why(rig)
    rig.debrief(rig.ana, PRIYA, kind="no_real_need", worth="costs_more", door="open")
    why(rig)


def home_and_all(rig: Rig, reader: Reader) -> None:
    rig.ana.open_home()
    for shelf in counts(rig.ana):
        go_to(rig.ana, shelf)
    for name in ("zzzz", "a"):
        rig.ana.press(FIND, "home")
        rig.ana.fill({"name": name})
        rig.ana.submit()
        rig.ana.close()
    rig.ana.press(FIND, "home")
    rig.ana.fill({"name": rig.deals()[0].prospect})
    rig.ana.submit()
    rig.ana.press(SHOW, value=str(rig.deals()[0].id))
    rig.ana.close()
    rig.ana.press(home.SETTINGS, "home")
    later = date.fromordinal(rig.clock.now().date().toordinal() + 30).isoformat()
    refused(rig, reader, time="05:00", pause="2026-01-01")
    accepted(rig, time="09:00", pause=later)
    for command in ("list", "export"):
        rig.ana.command("/gotano", command)
    reader.heard(file.name for file in rig.slack.files)
    press(rig, DELETE)
    delete_everything(rig.ana)


def other_verdicts(rig: Rig, reader: Reader) -> None:
    press(rig, HISTORY)
    rig.ana.close(all=True)
    rig.debrief(rig.ana, "Elm", kind="no_need", stage="first", first_no="early")
    why(rig)
    rig.debrief(rig.ana, "Fig", kind="no_budget", worth="costs_more")
    why(rig)
    rig.debrief(rig.ana, "Gum", kind="no_budget", callback_on=None, first_no="middle")
    why(rig)
    for _ in range(3):
        next_nudge(rig, reader)
    press(rig, DELETE)
