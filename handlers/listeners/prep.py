"""Before the next call: `/gotano prep`, Home's button, and the choice of a prospect."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.plain_text import name_key
from handlers.deals.lessons import fitting_lessons
from handlers.deals.names import containing
from handlers.deals.work import Work, look
from handlers.slack.context import Services, asked
from prompts import prep
from prompts.blocks import View
from prompts.prep import Prep, prep_modal, read_chosen
from storage.deal_names import every_name
from storage.owner import Owner


def register(app: App) -> None:
    app.action(prep.PREP)(on_prep)
    app.action(prep.CHOOSE_PROSPECT)(on_choose)


def on_prep(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    ack()
    services, owner = asked(context)
    open_prep(services, client, owner, body["trigger_id"])


def open_prep(
    services: Services, client: WebClient, owner: Owner, trigger_id: str, prospect: str = ""
) -> None:
    """For the deal of that name; for any call where no name is given, or none or several are known."""
    with look(services, owner) as work:
        view = _named(work, prospect)
    client.views_open(trigger_id=trigger_id, view=view)


def on_choose(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    ack()
    (services, owner), view = asked(context), body["view"]
    with look(services, owner) as work:
        drawn = _about(work, read_chosen(action))
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def _named(work: Work, prospect: str) -> View:
    names = every_name(work.session, work.owner)
    if not prospect:
        return _any_call(work, Prep(choices=names))
    key = name_key(prospect)
    exact = [deal_id for deal_id, name in names if name_key(name) == key]
    ids = exact[:1] or containing(prospect, names)
    if len(ids) == 1:
        return _about(work, ids[0])
    if ids:
        known = dict(names)
        return _any_call(work, Prep(choices=[(one, known[one]) for one in ids], several=True))
    return _any_call(work, Prep(choices=names, unknown=prospect))


def _about(work: Work, deal_id: int) -> View:
    deal = work.deal(deal_id).deal
    return prep_modal(Prep(deal, fitting_lessons(work, deal)), work.playbook, work.times.zone)


def _any_call(work: Work, shown: Prep) -> View:
    general = Prep(None, fitting_lessons(work, None), shown.choices, shown.unknown, shown.several)
    return prep_modal(general, work.playbook, work.times.zone)
