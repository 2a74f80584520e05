"""One answer is given or changed: the verdict is judged anew where it rests on it, and says what changed."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.checks import Refusal, Wrong, check_dates, check_kind_alone
from coaching.dates import local_date
from coaching.deal import LostDeal, Source
from coaching.debrief import Draft
from coaching.plan import Plan, says_the_same
from coaching.sharpen import JUDGED
from coaching.told import words_told_at
from handlers.deals.lessons import learned_before
from handlers.deals.show import show
from handlers.deals.work import Work, change, look
from handlers.listeners.debrief_entry import all_answers
from handlers.listeners.verdict_screen import chosen_instead, draw_chosen
from handlers.slack.context import asked
from handlers.slack.errors import Refused
from prompts import debrief_modal, one_answer
from prompts.blocks import View
from prompts.mail import body_of
from prompts.named_dates import NamedDate
from prompts.one_answer import AnswerMetadata
from prompts.verdict_screen import VERDICT
from storage.deal_record import DealRecord
from storage.deals import is_known


def register(app: App) -> None:
    app.action(re.compile(f"^{one_answer.OPEN}_"))(on_open)
    app.action(one_answer.BACK)(on_back)
    app.action(one_answer.ALL)(on_all)
    app.view(one_answer.ANSWER)(on_answer)


def on_open(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The one field takes the place of what it was pressed on."""
    ack()
    deal_id, name = one_answer.read_open(action.get("value"))
    (services, owner), view = asked(context), body["view"]
    with look(services, owner) as work:
        record = work.deal(deal_id)
        deal = record.deal
        _require_open(deal)
        named = _still_to_come(work, deal) if name == "callback_on" else None
        learned = learned_before(work, deal) if name == "lesson" else None
        choice = chosen_instead(view, work.situation(record)) if view["callback_id"] == VERDICT else None
        drawn = one_answer.answer_form(deal, name, work.playbook, named, learned, choice)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_back(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The verdict as it stands, with what was chosen in its place."""
    ack()
    (services, owner), view = asked(context), body["view"]
    about = AnswerMetadata.of(view)
    with look(services, owner) as work:
        drawn = _verdict(work, work.deal(about.deal_id), about)
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_all(
    ack: Ack, action: dict[str, Any], body: dict[str, Any], client: WebClient, context: BoltContext
) -> None:
    """The three screens, prefilled."""
    ack()
    services, owner = asked(context)
    with change(services, owner) as work:
        deal = work.deal(int(action["value"])).deal
        _require_open(deal)
        drawn = all_answers(work, deal)
    view = body["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


def on_answer(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = asked(context)
    about = AnswerMetadata.of(view)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        record.read_answers_again()
        _require_open(record.deal)
        draft, refused = one_answer.read_answer(view, record.deal)
        refused += _wrong(work, record.deal, draft)
        errors = debrief_modal.errors(refused, work.playbook.words, view)
        before = _plan_before(record.deal, about)
        if not errors:
            _store(work, record, draft, about)
        shown = work.on_show(record)
        said = one_answer.what_changed(before, shown.deal.plan, work.playbook)
        drawn = _verdict(work, record, about, said)
    if errors:
        ack(response_action="errors", errors=errors)
        return
    ack(response_action="update", view=drawn)
    show(services, client, owner, shown)


def _store(work: Work, record: DealRecord, draft: Draft, about: AnswerMetadata) -> None:
    """A second time changes nothing. Refused when something else was decided since it was opened."""
    deal, answers = record.deal, draft.answers()
    if answers == deal.answers and draft.prospect == deal.prospect:
        return
    if deal.plans[-1].id != about.plan_id:
        raise Refused("card.not_possible_now")
    record.rename(draft.prospect)
    last = deal.debriefs[-1].id
    record.add_debrief(answers, Source.EDIT, work.now, corrects=last, prospect=draft.prospect)
    if about.name in JUDGED:
        work.adopt(record, work.judge(record))


def _wrong(work: Work, deal: LostDeal, draft: Draft) -> list[Refusal]:
    wrong = check_kind_alone(draft)
    wrong += check_dates(draft, work.playbook.policy.numbers, work.today, deal.answers)
    wrong += [Refusal(name, Wrong.MISSING) for name in draft.missing()]
    other = is_known(work.session, work.owner, draft.prospect)
    return wrong + ([Refusal("prospect", Wrong.TAKEN)] if other not in (None, deal.id) else [])


def _still_to_come(work: Work, deal: LostDeal) -> NamedDate | None:
    """The first day ahead that their words name, counted from the day on which they were said."""
    said_on = local_date(words_told_at(deal), work.times.zone)
    words = body_of(deal.answers.words or "", work.playbook.words)
    return work.playbook.days.named(words, said_on, after=work.today)


def _verdict(work: Work, record: DealRecord, about: AnswerMetadata, changed: str = "") -> View:
    """The verdict screen; what the rep had chosen there holds until another verdict or day is judged or decided."""
    deal = record.deal
    is_same = any(one.id == about.plan_id and says_the_same(one.plan, deal.plan) for one in deal.plans)
    choice = about.choice if is_same else None
    return draw_chosen(work.situation(record), choice, work.playbook, work.times.zone, changed)


def _plan_before(deal: LostDeal, about: AnswerMetadata) -> Plan:
    """The plan that held when the answer was opened: also for the second delivery of what was stored already."""
    return next((planned.plan for planned in deal.plans if planned.id == about.plan_id), deal.plan)


def _require_open(deal: LostDeal) -> None:
    if deal.is_over:
        raise Refused("card.not_possible_now")
