"""The quick way through a debrief, on the words of another team."""

from prompts.deal_card import DELETE, EDIT
from prompts.one_answer import OPEN
from tests.rig import Rig
from tests.stories.cards import press
from tests.stories.own_playbook import CONDITION, PRIYA, THEIR_WORDS, accepted


def the_quick_way(rig: Rig) -> None:
    """One screen, each answer that sharpens it, and a rejection that is pasted."""
    _choose_screens(rig, "1")
    rig.ana.command("/gotano", PRIYA)
    rig.ana.fill({"kind-any": "unknown"})
    rig.ana.fill({"kind-any": "not_now"})
    accepted(rig, door="ajar", stage="buying")
    for name, given in (
        ("callback_on", "2027-03-01"),
        ("condition", CONDITION),
        ("value", "12k"),
        ("worth", "even"),
    ):
        rig.ana.press(f"{OPEN}_{name}")
        accepted(rig, **{name: given})
    rig.ana.close(all=True)
    press(rig, EDIT)
    rig.ana.close(all=True)
    press(rig, DELETE)
    rig.ana.say(THEIR_WORDS)
    rig.ana.command("/gotano", "find")
    rig.ana.close(all=True)
    _choose_screens(rig, "3")


def _choose_screens(rig: Rig, screens: str) -> None:
    rig.ana.command("/gotano", "settings")
    accepted(rig, debrief=screens)
