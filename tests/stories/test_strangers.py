"""A lost deal belongs to its rep: nobody else's request reads or changes it, whatever ids it carries."""

import copy
import time
from typing import Any

import pytest
from sqlalchemy import select

from playground.transport.delivery import signed
from storage.owner import EVERYBODY
from storage.tables import Base
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.every_step import OWN, steps
from tests.stories.scenes import JSON, fields_on, told


def sam_ready(rig: Rig) -> None:
    """Sam has a modal of his own open, and so a trigger for every gesture in it."""
    rig.slack.invite("C0LESSONS")
    rig.sam.command("/gotano", "Sam's own")
    rig.sam.fill({"stage": "buying", "asked_why": "told"})
    rig.sam.submit()
    rig.ana.command("/gotano", "Dana Reyes, Acme")
    rig.ana.fill({"stage": "buying", "asked_why": "told", "words": "Mine alone"})
    rig.ana.submit()


def by_somebody_else(rig: Rig, body: JSON, team: str | None) -> JSON:
    """The same request, from Sam or from a person of the same id in another workspace."""
    rig.sam.fill({"kind-buying": "no_value"})
    forged = copy.deepcopy(body) | {"trigger_id": rig.sam.trigger(top(rig))}
    if team is None:
        forged["user"] = copy.deepcopy(rig.heard[-1]["user"])
    else:
        forged["team"] = {"id": team, "domain": "elsewhere"}
        forged["user"]["team_id"] = team
    if "view" in forged:
        home = team or body["team"]["id"]
        forged["view"] |= {"team_id": home, "app_installed_team_id": home}
    if forged.get("response_url"):
        forged["response_url"] = response_url(rig)
    return forged


def response_url(rig: Rig) -> str:
    rig.sam.command("/gotano", "help")
    return str(rig.heard[-1]["response_url"])


def top(rig: Rig) -> str:
    """The view on Sam's screen."""
    assert rig.sam.view is not None
    return str(rig.sam.view["id"])


def kept(rig: Rig) -> dict[str, list[Any]]:
    """All that the database holds, but for when Slack was asked for a zone, and its requests' ids."""
    with rig.db.read(EVERYBODY) as session:
        return {
            name: sorted(map(repr, session.execute(select(table)).all()))
            for name, table in Base.metadata.tables.items()
            if name not in ("reps", "seen")
        }


def changes_nothing(rig: Rig, forged: JSON, name: str) -> None:
    """Nothing is changed, posted or read by that request of Sam's, and he is told something."""
    before, mine, lessons = kept(rig), rig.ana.messages(), rig.sam.messages("C0LESSONS")
    words, open_before = len(told(rig.sam)), top(rig)
    answer = rig.sam.send_raw(forged)
    assert kept(rig) == before, f"{name}: something was changed"
    assert rig.ana.messages() == mine, f"{name}: a message was changed"
    assert rig.sam.messages("C0LESSONS") == lessons, f"{name}: something was posted"
    assert "Mine alone" not in answer.body, f"{name}: something was read"
    heard = len(told(rig.sam)) > words or top(rig) != open_before
    refused = "errors" in (answer.json or {}) or "notice" in answer.body
    assert heard or refused, f"{name}: nothing was said"
    if top(rig) != open_before:
        rig.sam.close()


@pytest.mark.trouble
@pytest.mark.parametrize("team", [None, "T0ELSEWHERE"])
def test_nobody_else_changes_a_deal_by_any_request(
    make_rig: MakeRig, tmp_path: Any, team: str | None
) -> None:
    """One bot shows what each step sends; the other gets it from a stranger first, then from its rep."""
    folders = [tmp_path / "shown", tmp_path / "attacked"]
    for folder in folders:
        folder.mkdir()
    shown, attacked = (make_rig(database_url=f"sqlite:///{folder / 'x.db'}") for folder in folders)
    sam_ready(shown)
    sam_ready(attacked)
    tried = 0
    for name, step in steps():
        already = len(shown.heard)
        step(shown)
        for body in shown.heard[already:]:
            if body.get("type") not in ("view_submission", "block_actions") or name in (OWN, "half way"):
                continue
            changes_nothing(attacked, by_somebody_else(attacked, body, team), name)
            tried += 1
        step(attacked)
    assert tried >= 40
    assert attacked.deals() == []


def test_a_deal_is_listed_exported_and_shown_to_its_rep_alone(rig: Rig) -> None:
    rig.debrief(rig.ana, words="Mine alone")
    rig.sam.open_home()
    assert "Dana" not in str(rig.sam.home)
    assert rig.sam.messages() == []


def test_two_reps_may_lose_the_same_prospect_each_for_themselves(rig: Rig) -> None:
    for who in (rig.ana, rig.sam):
        rig.debrief(who)
        who.close()
    assert [(row["rep"], row["prospect"]) for row in rig.export()] == [
        ("U0ANA", "Dana Reyes, Acme"),
        ("U0SAM", "Dana Reyes, Acme"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "deals"),
    [
        ("Dana Reyes, Acme", "  dana reyes, ACME ", 1),
        ("Straße", "STRASSE", 1),
        ("Dana Reyes, Acme", "Dana Reyes", 2),
    ],
)
def test_the_same_prospect_is_the_same_name_but_for_case_and_outer_spaces(
    some_rig: Rig, first: str, second: str, deals: int
) -> None:
    rig = some_rig
    rig.debrief(rig.ana, first)
    rig.ana.close()
    rig.debrief(rig.ana, second, kind="no_value")
    assert len(rig.deals()) == deals
    assert rig.deals()[0].answers.kind == "no_value"
    assert sum(row["next_nudge_at"] is not None for row in rig.export()) == deals


@pytest.mark.parametrize(("new", "deals"), [(False, 1), (True, 2)])
def test_a_name_alike_is_asked_about_and_only_the_rep_can_say(rig: Rig, new: bool, deals: int) -> None:
    first = rig.debrief(rig.ana, "Dana Reyes, Acme")
    rig.ana.close()
    rig.ana.command("/gotano", "Dana Reyes, Acme Ltd")
    rig.ana.fill({"stage": "buying", "asked_why": "told"})
    rig.ana.submit()
    assert "joins" in fields_on(rig.ana.view)
    rig.ana.fill({f"joins-{first.id}": "0" if new else str(first.id)})
    rig.ana.submit()
    rig.ana.fill({"kind-buying": "no_value", "door": "ajar"})
    rig.ana.submit()
    rig.ana.submit()
    assert len(rig.deals()) == deals


@pytest.mark.parametrize(
    ("seconds", "secret", "status"),
    [(0, None, 200), (-290, None, 200), (-310, None, 401), (310, None, 401), (0, "wrong", 401)],
)
@pytest.mark.trouble
def test_only_what_slack_signed_just_now_is_heard(
    rig: Rig, seconds: int, secret: str | None, status: int
) -> None:
    import urllib.error
    import urllib.request

    body = "command=%2Fgotano&text=help&user_id=U0ANA&team_id=T0TEST&trigger_id=1"
    body += "&response_url=http%3A%2F%2F127.0.0.1%3A9%2F"
    headers = signed(secret or rig.slack.signing_secret, body, int(time.time()) + seconds)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    url = f"http://127.0.0.1:{rig.server.port}/slack/events"
    request = urllib.request.Request(url, body.encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            got = answer.status
    except urllib.error.HTTPError as error:
        got = error.code
        error.close()
    rig.listeners.idle()
    assert got == status
    assert bool(rig.heard) == (status == 200)
