"""What is pressed on the card of the newest deal."""

from coaching.deal import Reply
from prompts.deal_card import DELETE, HAPPENED, HISTORY, SHOW
from tests.rig import Rig
from tests.stories.scenes import JSON, card, choices_on, choose, delete


def press(rig: Rig, action: str) -> None:
    """Its button, or its step under *More*; whoever deletes is sure. The history may stand under *Show all* alone."""
    shown = card(rig.ana, rig.deals()[0])
    if action == DELETE:
        delete(rig.ana, shown)
    elif action in choices_on(shown):
        choose(rig.ana, action, shown)
    elif action == HISTORY:
        rig.ana.press(SHOW, shown)
        rig.ana.press(HISTORY)
    else:
        rig.ana.press(action, shown)


def whole(rig: Rig) -> JSON:
    """What *Show all* on the card shows."""
    press(rig, SHOW)
    shown = rig.ana.view
    assert shown is not None
    rig.ana.close(all=True)
    return shown


def happened(rig: Rig, reply: Reply) -> str:
    """What became of the form: that a reply needs no more, or the form that asks for more."""
    press(rig, HAPPENED)
    rig.ana.fill({"reply": reply})
    return rig.ana.submit().action
