"""In my own words: the suggested message as text to change, with the way back to the suggestion."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal
from coaching.debrief import TEXT_LIMIT
from coaching.plan import Plan
from prompts import advice, blocks
from prompts.choice import Choice, carried_choice
from prompts.deal_modals import Form
from prompts.own_words import Moment, in_own_words
from prompts.playbook import Playbook
from prompts.view_state import Unreadable, by_field, carried_ids
from prompts.words import Words

OWN_WORDS = "own_words"
"""The button on card and nudge; its value says which message is meant."""
OWN_WORDS_HERE = "own_words_here"
"""The same on the verdict screen, whose state says it."""
SUGGEST_AGAIN = "own_words_suggest"
_TEXT = "text"


@dataclass(frozen=True)
class Meant:
    """The message that is changed: of which deal and plan, and for which moment.

    `choice` is set where that is a verdict and day the rep looks at, not the plan's own; `screen` is the verdict screen
    it is changed from, to be drawn anew.
    """

    deal_id: int
    plan_id: int
    moment: Moment
    choice: Choice | None = None
    screen: str | None = None

    def packed(self) -> str:
        told = {"deal": self.deal_id, "plan": self.plan_id, "moment": self.moment}
        return json.dumps(told | {"screen": self.screen} | (self.choice.packed() if self.choice else {}))

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Meant":
        deal_id, plan_id = carried_ids(view, "deal", "plan")
        told = json.loads(view["private_metadata"])
        screen = told.get("screen")
        if not isinstance(screen, str | None):
            raise Unreadable("view.private_metadata")
        try:
            return cls(deal_id, plan_id, Moment(told.get("moment")), carried_choice(told), screen)
        except (ValueError, TypeError):
            raise Unreadable("view.private_metadata") from None

    @classmethod
    def pressed(cls, value: str) -> "Meant":
        """Of the button's value."""
        try:
            deal_id, plan_id, moment = value.split(":")
            return cls(int(deal_id), int(plan_id), Moment(moment))
        except (ValueError, AttributeError):
            raise Unreadable("actions.0.value") from None


def own_words_button(deal: LostDeal, plan: Plan, moment: Moment, playbook: Playbook) -> blocks.Block:
    """For a plan of the deal's."""
    plan_id = next((one.id for one in reversed(deal.plans) if one.plan == plan), deal.plans[-1].id)
    return blocks.button(playbook.words.say("own_words.button"), OWN_WORDS, f"{deal.id}:{plan_id}:{moment}")


def own_words_row(deal: LostDeal, playbook: Playbook) -> blocks.Block:
    """The button on the verdict screen."""
    button = blocks.button(playbook.words.say("own_words.button"), OWN_WORDS_HERE, str(deal.id))
    return blocks.actions("say", [button])


def own_words_form(
    deal: LostDeal, plan: Plan, meant: Meant, playbook: Playbook, zone: ZoneInfo
) -> blocks.View:
    """What is theirs, or else the suggestion, to change; both stand there, if there are both."""
    say = playbook.words.say
    theirs = in_own_words(deal, meant.moment, plan)
    suggestion = advice.suggested(meant.moment, plan, deal, playbook, zone)
    text = blocks.text_input(theirs or suggestion, TEXT_LIMIT, multiline=True)
    # Another block id: Slack keeps what stands in a field while its id stays.
    name = f"{_TEXT}-theirs" if theirs else _TEXT
    field = blocks.field(name, say("own_words.text"), text, hint=say("own_words.hint", limit=TEXT_LIMIT))
    back = blocks.button(say("own_words.again"), SUGGEST_AGAIN, str(deal.id))
    both = [blocks.script(say("own_words.suggested"), suggestion), blocks.actions("again", [back])]
    return blocks.modal(
        Form.OWN_WORDS,
        say("own_words.title"),
        [field, *(both if theirs else [])],
        close=say("screens.cancel"),
        submit=say("screens.save"),
        metadata=meant.packed(),
    )


def read_own_words(view: Mapping[str, Any]) -> str | None:
    return (by_field(view).get(_TEXT) or "").strip() or None


def own_words_errors(view: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Nothing but blanks was typed."""
    block_id = next(block["block_id"] for block in view["blocks"] if str(block["block_id"]).startswith(_TEXT))
    return {block_id: words.say("wrong.blank_text")}
