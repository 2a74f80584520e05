"""`/gotano import`: a list in a modal, what was read of it, what comes in; stopped and gone on with on Home."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from handlers.deals.home_page import publish, refresh_home
from handlers.deals.imports import Looked, look_through, take_list
from handlers.deals.offers import again_at
from handlers.deals.work import Work, change, look
from handlers.lists.cells import Slashes
from handlers.lists.csv_file import FileRefused
from handlers.lists.lost_deals import MOST_BYTES, DealList, ListedDeal, read_list
from handlers.slack.context import Services, asked
from handlers.slack.dm import show_or_post
from handlers.slack.download import NotHanded, TooLarge, fetch_file
from handlers.slack.meanwhile import Meanwhile
from prompts import import_form
from prompts.blocks import Message, View
from prompts.import_form import BadLine, FileMetadata, ListPreview, ListRow
from prompts.import_line import GO_ON, STOP
from prompts.playbook import Playbook
from storage.imports import find_import, resume_imports, stop_imports
from storage.owner import Owner

SCOPE = "files:read"
DATES: Mapping[str, str] = {Slashes.DAY_FIRST: "import.day_first", Slashes.MONTH_FIRST: "import.month_first"}
_AT_THE_DATES = frozenset({"doubtful_dates"})
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Told:
    """What is shown, and what the DM says when the view that said to wait was closed; None for nothing."""

    view: View
    note: Message | None = None


@dataclass(frozen=True)
class _Refused:
    """Why a file is not taken, for the rep; `field` is where that is said."""

    text: str
    field: str = import_form.FIELD


def register(app: App) -> None:
    app.view(import_form.FILE)(on_file)
    app.view(import_form.LIST)(on_list)
    app.action(STOP)(on_stop)
    app.action(GO_ON)(on_go_on)


def open_import(services: Services, client: WebClient, owner: Owner, trigger_id: str) -> str | None:
    """Opens the form; what is said instead where the bot may not read files here."""
    words = services.playbook_for(owner).words
    if not services.may(owner.team, SCOPE):
        return words.say("import.no_scope")
    client.views_open(trigger_id=trigger_id, view=import_form.file_form(DATES, words))
    return None


def on_file(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The preview takes the form's place; what is wrong with the file stands at its field."""
    services, owner = asked(context)
    file, dates = import_form.read_file_form(view)
    playbook = services.playbook_for(owner)

    def looked() -> _Told | _Refused:
        read = _read(services, client, owner, file, dates)
        if isinstance(read, _Refused):
            return read
        with look(services, owner) as work:
            found = look_through(work.session, owner, read)
            if found.before:
                on = found.before.astimezone(work.times.zone).date()
                return _refusal("imported_before", playbook, playbook.words.day(on))
        about = FileMetadata(file, read.digest, dates)
        return _Told(import_form.preview(_preview(found), about, playbook))

    told = _answer(ack, view, playbook, "import.reading", looked)
    if told:
        _show_late(services, client, owner, view, told)


def on_list(ack: Ack, view: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """The same file is read once more, and what is new in it stored, all or nothing."""
    services, owner = asked(context)
    about, playbook = FileMetadata.of(view), services.playbook_for(owner)

    def taken() -> _Told | _Refused:
        read = _read(services, client, owner, about.file, about.dates)
        if isinstance(read, _Refused):
            return read
        if read.digest != about.digest:
            return _refusal("another_file", playbook)
        with change(services, owner) as work:
            take_list(work.session, owner, read, work.now)
            return _done(work, owner, read)

    told = _answer(ack, view, playbook, "import.storing", taken)
    if told:
        _show_late(services, client, owner, view, told)
    with look(services, owner) as work:
        rep = work.rep
    refresh_home(services, client, owner, rep)


def on_stop(ack: Ack, client: WebClient, context: BoltContext) -> None:
    _change_and_show(ack, client, context, lambda work, owner: stop_imports(work.session, owner, work.now))


def on_go_on(ack: Ack, client: WebClient, context: BoltContext) -> None:
    """What was asked already is brought up again when it would have been without the stop."""

    def go_on(work: Work, owner: Owner) -> int:
        numbers = work.services.policy_for(owner).numbers
        return resume_imports(
            work.session, owner, work.now, lambda at, is_first: again_at(at, is_first, work.times, numbers)
        )

    _change_and_show(ack, client, context, go_on)


def _change_and_show(
    ack: Ack, client: WebClient, context: BoltContext, step: Callable[[Work, Owner], int]
) -> None:
    ack()
    services, owner = asked(context)
    with change(services, owner, context["request_id"]) as work:
        step(work, owner)
    publish(services, client, owner)


def _answer(
    ack: Ack, view: dict[str, Any], playbook: Playbook, busy: str, found: Callable[[], _Told | _Refused]
) -> _Told | _Refused | None:
    """In the answer where it is there in time; else that says to wait, and what belongs in its place is returned."""
    words = playbook.words
    with Meanwhile(ack, response_action="update", view=import_form.busy(words, busy)) as meanwhile:
        told = found()
    if meanwhile.answered:
        meanwhile.wait_until_drawn()
        return told
    if not isinstance(told, _Refused):
        ack(response_action="update", view=told.view)
    elif view["callback_id"] == import_form.FILE:
        ack(response_action="errors", errors={told.field: told.text})
    else:
        ack(response_action="update", view=import_form.file_form(DATES, words, told.text))
    return None


def _show_late(
    services: Services, client: WebClient, owner: Owner, view: dict[str, Any], told: _Told | _Refused
) -> None:
    """In the note's place; in the DM when the rep has closed it meanwhile, unless it was to be looked at first."""
    words = services.playbook_for(owner).words
    if isinstance(told, _Refused):
        shown = import_form.file_form(DATES, words, told.text)
        show_or_post(services, client, owner, view["id"], shown, import_form.refusal_note(told.text, words))
    elif told.note:
        show_or_post(services, client, owner, view["id"], told.view, told.note)
    else:
        client.views_update(view_id=view["id"], view=told.view)


def _read(
    services: Services, client: WebClient, owner: Owner, file: str, dates: str | None
) -> DealList | _Refused:
    playbook = services.playbook_for(owner)
    told = Slashes(dates) if dates in set(Slashes) else None
    with look(services, owner) as work:
        today = work.today
    try:
        name, content = fetch_file(client, owner, file, MOST_BYTES)
        return read_list(name, content, today, told)
    except NotHanded as error:
        _log.warning("the list %s of %s cannot be had: %s", file, owner.rep, error)
        return _refusal("not_handed", playbook)
    except TooLarge:
        return _refusal("too_large", playbook)
    except FileRefused as error:
        return _refusal(error.what, playbook, *error.about)


def _refusal(what: str, playbook: Playbook, about: str = "") -> _Refused:
    field = import_form.DATES if what in _AT_THE_DATES else import_form.FIELD
    return _Refused(import_form.refusal(what, about, playbook.words), field)


def _done(work: Work, owner: Owner, read: DealList) -> _Told:
    """The same whenever it is asked: a submission may be delivered twice."""
    found = find_import(work.session, owner, read.digest)
    count, at = (found.offers, found.made_at) if found else (0, work.now)
    told = count, at.astimezone(work.times.zone).date(), work.playbook.words
    return _Told(import_form.done(*told), import_form.done_note(*told))


def _preview(found: Looked) -> ListPreview:
    bad = [BadLine(one.line, one.what, one.column, one.text) for one in found.read.bad]
    return ListPreview([*map(_row, found.new)], [*map(_row, found.known)], bad, found.read.ignored)


def _row(row: ListedDeal) -> ListRow:
    return ListRow(row.line, row.deal.full_name, row.deal.lost_on, row.deal.reason)
