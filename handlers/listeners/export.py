"""The rep's own data as files in their DM: CSV for a spreadsheet, JSON for a program."""

import csv
import io
import json
from functools import partial
from typing import Any

from slack_sdk import WebClient

from handlers.slack.context import Services
from handlers.slack.dm import to_dm
from prompts.export_labels import labelled_columns, with_labels
from prompts.playbook import Playbook
from storage.audit import By, Entry, Event, record
from storage.export import OWN_FIELDS, export_own, harmless
from storage.owner import Owner


def send_export(services: Services, client: WebClient, owner: Owner) -> bool:
    """Whether there was anything to send."""
    with services.db.read(owner) as session:
        rows = list(export_own(session, owner))
    if not rows:
        return False
    with services.db.write(owner) as session:
        # Before it is sent: what may have left is told of.
        record(session, own_entry(services, owner, Event.EXPORT, len(rows)))
    playbook = services.playbook_for(owner)
    words = playbook.words
    for shape, content in (
        ("CSV", _csv(rows, playbook)),
        ("JSON", json.dumps(rows, ensure_ascii=False, indent=2)),
    ):
        upload = partial(
            _upload,
            client,
            content,
            f"{words.say('export.file')}.{shape.lower()}",
            words.say("export.done", shape=shape),
        )
        to_dm(services, client, owner, upload)
    return True


def own_entry(services: Services, owner: Owner, what: Event, deals: int) -> Entry:
    """What a rep did with their own data."""
    return Entry(services.now(), what, By.REP, owner.rep, owner.team, owner.rep, {"lost_deals": deals})


def _upload(client: WebClient, content: str, name: str, comment: str, channel: str) -> None:
    client.files_upload_v2(channel=channel, content=content, filename=name, initial_comment=comment)


def _csv(rows: list[dict[str, Any]], playbook: Playbook) -> str:
    """For people's eyes: the names of the answers with what the screens call them beside them."""
    out = io.StringIO()
    writer = csv.DictWriter(out, labelled_columns(OWN_FIELDS), lineterminator="\r\n")
    writer.writeheader()
    labelled = (with_labels(row, playbook) for row in rows)
    writer.writerows({key: harmless(value) for key, value in row.items()} for row in labelled)
    return out.getvalue()
