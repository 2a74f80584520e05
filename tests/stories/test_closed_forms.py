"""A form that closes is noted beside the answer that closes it: the answer waits for no writer."""

import threading

import pytest

from bot import app
from handlers.slack.context import Services
from handlers.slack.idempotency import note_closed
from storage.owner import EVERYBODY
from storage.tables import ProcessedRequestRow
from tests.rig import Rig


def closed(rig: Rig) -> list[str]:
    """The submissions that closed their form, as far as it is noted."""
    with rig.db.read(EVERYBODY) as session:
        return [row.id for row in session.query(ProcessedRequestRow) if "/closed/" in row.id]


def test_an_answer_does_not_wait_for_the_note_that_its_form_was_closed(
    each_rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig, writer_is_free = each_rig, threading.Event()

    def noted_late(services: Services, submission_id: str) -> None:
        writer_is_free.wait(5)
        note_closed(services, submission_id)

    rig.debrief(rig.ana)
    monkeypatch.setattr(app, "note_closed", noted_late)
    monkeypatch.setattr(rig.slack, "settle", lambda: None)
    assert rig.ana.submit().action == "closed"
    assert closed(rig) == [], "Slack had its answer before"
    writer_is_free.set()
    rig.listeners.idle()
    assert len(closed(rig)) == 1
    answer = rig.ana.send_raw(rig.heard[-1])
    assert (answer.status, answer.body) == (200, ""), "its second delivery closes it too"
