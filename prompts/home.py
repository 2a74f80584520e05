"""App Home: what the bot does, one button, and the rep's own lost deals."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from coaching.deal import LostDeal
from prompts import blocks as b
from prompts.playbook import Playbook

DEBRIEF = "home_debrief"
OPEN_CARD = "home_open_card"
MOST_ROWS = 30


def home(deals: Sequence[LostDeal], playbook: Playbook, zone: ZoneInfo) -> b.View:
    """The view to publish: the newest deals first, at most `MOST_ROWS` of them."""
    say = playbook.words.say
    start = b.actions("start", [b.button(say("home.start"), DEBRIEF, "new", style="primary")])
    shown = [b.header(say("home.welcome")), b.paragraph(say("home.about")), start]
    if deals:
        shown += [b.divider(), b.header(say("home.yours"))]
        for deal in deals[:MOST_ROWS]:
            shown.append(_row(deal, playbook, zone))
    if len(deals) > MOST_ROWS:
        shown.append(b.context(say("home.more", count=MOST_ROWS)))
    shown += [b.divider(), b.context(say("privacy.line")), b.context(say("home.support"))]
    return {"type": "home", "blocks": shown}


def _row(deal: LostDeal, playbook: Playbook, zone: ZoneInfo) -> b.Block:
    words = playbook.words
    when = words.say(f"home.row_{deal.status}")
    if deal.next_nudge_at:
        when = words.say("home.row_next", date=words.short_date(deal.next_nudge_at.astimezone(zone).date()))
    line = words.say(
        "home.row",
        verdict=words.say(f"verdict.{deal.plan.verdict}"),
        kind=playbook.kinds[deal.answers.kind].label,
        when=when,
    )
    return {
        "type": "section",
        "block_id": f"deal-{deal.id}",
        "text": b.plain(f"{deal.prospect}\n{line}"),
        "accessory": b.button(words.say("home.open_card"), OPEN_CARD, str(deal.id)),
    }
