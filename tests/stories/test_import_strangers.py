"""A file that is imported is the rep's own, and Slack's own: the token goes nowhere else."""

import http.server
import json
import threading
from collections.abc import Iterator
from copy import deepcopy

import pytest
from aiohttp import web

from playground import Fault
from playground.webapi.file_route import FileRoute
from prompts.import_form import FIELD
from tests.rig import Rig
from tests.stories.lists import LIST, handed_in, imported, offers
from tests.stories.scenes import words_on
from tests.stories.test_import import rig, say

__all__ = ["rig"]

pytestmark = pytest.mark.trouble


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """The address of somebody else's server on this machine, and what was asked of it."""
    heard: list[str] = []

    class Listens(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(str(self.headers.get("Authorization")))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(LIST.encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Listens)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/lost.csv", heard
    server.shutdown()
    thread.join(5)
    server.server_close()


def told_of(rig: Rig, **file: object) -> None:
    """Slack's next answer about a file says this."""
    about = {"id": "F1", "name": "lost.csv", "user": "U0ANA", "size": 9} | file
    rig.slack.faults.add("files.info", Fault(body=json.dumps({"ok": True, "file": about})))


def test_an_address_that_is_not_slack_s_is_never_asked(rig: Rig, elsewhere: tuple[str, list[str]]) -> None:
    url, heard = elsewhere
    told_of(rig, url_private=url)
    assert handed_in(rig.ana).errors == {FIELD: say(rig, "file_not_handed")}
    assert heard == []


def test_a_redirect_is_not_followed(
    rig: Rig, elsewhere: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even to a good list, which would be read."""
    url, heard = elsewhere

    def leads_away(*_: object) -> None:
        raise web.HTTPFound(url)

    monkeypatch.setattr(FileRoute, "_readable", leads_away)
    assert handed_in(rig.ana).errors == {FIELD: say(rig, "file_not_handed")}
    assert heard == []


def test_where_slack_leads_to_its_own_sign_in_no_list_is_read(rig: Rig) -> None:
    """As it does where a token lost the scope meanwhile."""
    told_of(rig, url_private=f"{rig.slack.url}/files-pri/F0NONE/lost.csv")
    assert handed_in(rig.ana).errors == {FIELD: say(rig, "file_not_handed")}


def test_a_page_to_sign_in_is_no_list(rig: Rig) -> None:
    told_of(rig, url_private=f"{rig.slack.url}/sign-in")
    assert handed_in(rig.ana).errors == {FIELD: say(rig, "file_not_handed")}


@pytest.mark.parametrize("size", [9, None, 2 * 1024**2])
def test_no_more_is_fetched_than_is_taken(rig: Rig, size: int | None) -> None:
    large = rig.ana.hand_in("large.csv", b"prospect\n" + b"x" * 1024**2)
    told_of(rig, url_private=f"{rig.slack.url}/files-pri/{large}/large.csv", size=size)
    assert handed_in(rig.ana).errors == {FIELD: say(rig, "file_too_large")}


def test_somebody_else_s_file_is_not_read(rig: Rig) -> None:
    theirs = rig.sam.hand_in("lost.csv", LIST.encode())
    handed_in(rig.ana, "owner\nSam\n")
    forged = deepcopy(rig.heard[-1])
    forged["view"]["state"]["values"][FIELD]["value"]["files"] = [{"id": theirs}]
    assert rig.ana.send_raw(forged).json == {
        "response_action": "errors",
        "errors": {FIELD: say(rig, "file_not_handed")},
    }


def test_the_same_id_from_another_workspace_reads_nothing(rig: Rig) -> None:
    handed_in(rig.ana, "owner\nSam\n")
    forged = deepcopy(rig.heard[-1])
    forged["team"]["id"] = forged["user"]["team_id"] = forged["view"]["app_installed_team_id"] = "T0ELSE"
    answer = rig.ana.send_raw(forged).json
    assert answer == {"response_action": "errors", "errors": {FIELD: say(rig, "file_not_handed")}}


def test_a_file_that_changed_since_it_was_shown_is_not_taken_in(rig: Rig) -> None:
    handed_in(rig.ana)
    (shown,) = rig.slack._ws.uploads.files.values()
    shown.content = (shown.content or b"").replace(b"Dana", b"Evil")
    rig.ana.submit()
    assert say(rig, "file_another_file") in words_on(rig.ana.view)
    assert offers(rig) == []


def test_each_rep_s_imports_are_their_own(rig: Rig) -> None:
    imported(rig.ana)
    imported(rig.sam)
    assert [one.rep for one in offers(rig)] == ["U0ANA", "U0ANA", "U0SAM", "U0SAM"]
    rig.sam.open_home()
    assert say(rig, "left", left=2, all=2) in words_on(rig.sam.home)
