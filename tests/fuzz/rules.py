"""What a request may do, judged by what it says alone: whose rows it may write, and how it must be answered."""

from typing import Any

from tests.fuzz.kept import Row
from tests.fuzz.raw import PROCESSOR_SECONDS, Told, as_text

_LEAVING = {"app_uninstalled", "tokens_revoked"}


def named(payload: Any) -> set[tuple[str, str]]:
    """Everybody whom a request may be from, wherever in it Slack may say so."""
    if not isinstance(payload, dict):
        return set()
    if "command" in payload:
        # A form's fields are all text, and bytes that are none are replaced.
        payload = {
            name: as_text(one).encode("utf-8", "surrogatepass").decode("utf-8", "replace")
            for name, one in payload.items()
        }
    event = payload.get("event") if isinstance(payload.get("event"), dict) else {}
    holders = [payload, event, *_dicts(payload, "user", "team", "enterprise", "view")]
    told = payload.get("authorizations")
    holders += _dicts(event, "user", "inputs")
    holders += [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    keys = ("team_id", "enterprise_id", "app_installed_team_id", "id", "team", "enterprise")
    teams = {str(one[key]) for one in holders for key in keys if isinstance(one.get(key), str | int)}
    users = {
        str(one[key])
        for one in holders
        for key in ("user_id", "id", "user", "rep")
        if isinstance(one.get(key), str | int)
    }
    # Nobody in particular is among them: an uninstall names a workspace only.
    return {(team, user) for team in teams for user in (*users, "")}


def _dicts(part: Any, *keys: str) -> list[dict[str, Any]]:
    return [part[key] for key in keys if isinstance(part.get(key), dict)]


def may_write(row: Row, may: set[tuple[str, str]], payload: Any) -> bool:
    """Their own rows, and groups of their own workspace; and whoever uninstalls the bot parks what waits there.

    That is noted, too. A team's playbook is changed by whoever looks after it, before and after. In a hand-over the
    one may have the other's deal written.
    """
    if row.owner in may or row.other in may:
        return True
    if row.table == "team_groups":
        return row.cells[1] in {team for team, _ in may}
    if row.table == "team_playbooks":
        team, _, keeper, *_ = row.cells
        return (team, keeper or "") in may
    event = payload.get("event") if isinstance(payload, dict) else None
    leaving = isinstance(event, dict) and event.get("type") in _LEAVING
    team = row.owner[0] if row.owner else row.cells[0]
    return row.table in ("workspaces", "nudges", "audit") and leaving and team in {team for team, _ in may}


def broken(told: Told) -> list[str]:
    found = [] if told.in_time else [f"no answer within {PROCESSOR_SECONDS} s of the processor"]
    if told.status is None and told.in_time:
        found.append("no answer at all")
    return found + ([f"answered {told.status}"] if told.status and told.status >= 500 else [])
