"""The small forms around a lost deal: another day, what happened, another no."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from coaching.checks import Refusal, Wrong, check_date, check_kind
from coaching.dates import next_working_day
from coaching.deal import SNOOZES, LostDeal, Reply, Status
from coaching.debrief import Draft
from coaching.follow_up import AT_ONCE, ON_A_DAY, changed_date
from handlers.deals.checks import check_nudge, check_recommendation, check_unchanged, open_nudge
from handlers.deals.work import Work, change
from handlers.listeners.debrief_entry import ask_what_they_told
from handlers.listeners.form_answer import close_or_go_on, refuse
from handlers.slack.context import asked
from handlers.slack.errors import Refused
from prompts import deal_modals
from prompts.deal_modals import DealMetadata, Form
from prompts.let_go import asks_first, let_go_form
from storage.deal_record import DealRecord

DAY_FORMS = {
    Reply.SNOOZE_UNTIL: Form.SNOOZE,
    Reply.ONE_MORE_TRY: Form.ONE_MORE_TRY,
    Reply.THEY_CONTACTED_ME: Form.REOPEN,
}
"""The form that asks for the day of a reply; a changed date is no reply."""
_REPLIES = {form: reply for reply, form in DAY_FORMS.items()}


def register(app: App) -> None:
    """LookupError names the replies that a rep could press without anything coming of it."""
    handled = AT_ONCE.keys() | _ANSWER_FORMS.keys() | (ON_A_DAY.keys() & DAY_FORMS.keys())
    if lost := [reply for reply in Reply if reply not in handled]:
        raise LookupError(
            f"nothing takes these replies: {', '.join(lost)}. Each needs its plan in AT_ONCE or ON_A_DAY "
            "(coaching/follow_up.py), or its form in _ANSWER_FORMS; one on a day, its form in DAY_FORMS "
            "(handlers/listeners/deal_forms.py)"
        )
    for form in (Form.CHANGE_DATE, *_REPLIES):
        app.view(form)(on_day)
    app.view(Form.HAPPENED)(on_what_happened)
    app.view(Form.STILL_NO)(on_still_no)
    app.view(Form.LET_GO)(on_let_go_after_all)


def on_day(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """A day was chosen: for the plan, for a snooze, for one more try, or to reopen."""
    services, owner = asked(context)
    about, form, on = DealMetadata.of(view), Form(view["callback_id"]), deal_modals.read_day(view)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        _check_still_possible(record, about, form)
        refused = _refused_day(work, on)
        if on and not refused and form in _REPLIES:
            work.take_reply(record, _REPLIES[form], about.nudge_id, on)
        elif on and not refused:
            work.adopt(record, changed_date(record.deal.plan, on, work.today, work.times.week))
        shown = work.on_show(record)
    if refused:
        refuse(ack, work.playbook, refused, view)
    else:
        close_or_go_on(ack, services, client, owner, shown, view)


def on_what_happened(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Stored at once, or the form that this reply needs in its place."""
    services, owner = asked(context)
    about, reply = DealMetadata.of(view), deal_modals.read_happened(view)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        check_unchanged(record.deal, about)
        if record.deal.is_over or record.deal.let_go_at:
            raise Refused("card.not_possible_now")
        follow_up = take_or_ask(work, record, reply, open_nudge(record))
        shown = work.on_show(record)
    close_or_go_on(ack, services, client, owner, shown, view, follow_up)


def on_still_no(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    services, owner = asked(context)
    about, still = DealMetadata.of(view), deal_modals.read_still_no(view)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        deal = record.deal
        check_unchanged(deal, about)
        if deal.is_over:
            raise Refused("card.not_possible_now")
        check_nudge(record, about.nudge_id)
        answers = deal.answers.after_another_no(
            still.kind, still.door, still.callback_on, still.condition, still.words
        )
        years = work.playbook.policy.numbers.callback_years
        late = check_date("callback_on", still.callback_on, years, work.today)
        refused = check_kind(Draft.of(deal.prospect, answers)) + ([late] if late else [])
        if not refused:
            work.take_still_no(record, answers, about.nudge_id)
        shown = work.on_show(record)
    if refused:
        refuse(ack, work.playbook, refused, view)
    else:
        close_or_go_on(ack, services, client, owner, shown, view)


def on_let_go_after_all(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The rep is sure."""
    services, owner = asked(context)
    about = DealMetadata.of(view)
    with change(services, owner) as work:
        record = work.deal(about.deal_id)
        _check_still_possible(record, about, Form.LET_GO)
        work.take_reply(record, Reply.LET_GO, about.nudge_id)
        shown = work.on_show(record)
    close_or_go_on(ack, services, client, owner, shown, view)


def take_or_ask(work: Work, record: DealRecord, reply: Reply, nudge_id: int | None) -> dict[str, Any] | None:
    """Stores a reply that says it all; for one that does not, the form that asks for the rest.

    Whoever lets go of an open door is asked whether they are sure.
    """
    form = _form_for(work, record.deal, reply, nudge_id)
    if form is None:
        work.take_reply(record, reply, nudge_id)
    return form


def _check_still_possible(record: DealRecord, about: DealMetadata, form: Form) -> None:
    deal = record.deal
    check_unchanged(deal, about)
    if form is Form.ONE_MORE_TRY:
        check_recommendation(deal, about.plan_id)
        if deal.tried_once_more:
            raise Refused("card.not_possible_now")
    elif form is Form.REOPEN:
        if deal.status is not Status.LET_GO:
            raise Refused("card.not_possible_now")
    elif deal.is_over or (deal.status is Status.LET_GO and about.nudge_id is None):
        # A deal that was let go with one last look takes what its nudge offers, and nothing else.
        raise Refused("card.not_possible_now")
    check_nudge(record, about.nudge_id)


def _refused_day(work: Work, on: date | None) -> list[Refusal]:
    if on is None:
        return [Refusal("on", Wrong.MISSING)]
    refusal = check_date("on", on, work.playbook.policy.numbers.far_date_years, work.today)
    return [refusal] if refusal else []


def _form_for(work: Work, deal: LostDeal, reply: Reply, nudge_id: int | None) -> dict[str, Any] | None:
    about = DealMetadata.as_it_stands(deal, nudge_id)
    if reply in _ANSWER_FORMS:
        return _ANSWER_FORMS[reply](work, deal, about)
    if reply is Reply.LET_GO and asks_first(deal):
        return let_go_form(deal, about, work.playbook)
    if reply not in DAY_FORMS:
        return None
    later = next_working_day(work.today, work.times.week) if reply in SNOOZES else None
    paused = work.times.week.pause_on(work.today)
    return deal_modals.day_form(DAY_FORMS[reply], about, later, work.playbook, paused)


def _another_no(work: Work, deal: LostDeal, about: DealMetadata) -> dict[str, Any]:
    return deal_modals.still_no_form(deal, about, work.playbook)


def _what_they_told(work: Work, deal: LostDeal, about: DealMetadata) -> dict[str, Any]:
    return ask_what_they_told(work, deal, about.nudge_id)


_ANSWER_FORMS: Mapping[Reply, Callable[[Work, LostDeal, DealMetadata], dict[str, Any]]] = {
    Reply.STILL_NO: _another_no,
    Reply.TOLD_ME: _what_they_told,
}
"""The forms of the replies that bring answers of their own."""
