"""The pages that a browser sees at the authorize address: the consent, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template

from playground.identity import Identity
from playground.state.workspace import Workspace

from .grants import Ask
from .scope_words import in_words

_PAGES = Path(__file__).parent.parent / "page" / "consent"
_TROUBLE = {
    "invalid_client_id": "The client id is not that of this app.",
    "bad_redirect_uri": "The redirect address is not one of those registered for this app, or below one of them.",
    "no_scopes": "The address asks for no scope at all.",
    "invalid_team_for_non_distributed_app": "The place chosen is not one of those offered.",
}


def places(workspaces: list[Workspace]) -> dict[str, list[Workspace]]:
    """Where the app can go: each workspace by its id, and each whole organisation by its own."""
    found = {ws.identity.team_id: [ws] for ws in workspaces}
    for ws in workspaces:
        if ws.identity.enterprise_id:
            found.setdefault(ws.identity.enterprise_id, []).append(ws)
    return found


def consent(app: Identity, ask: Ask, query: Mapping[str, str], workspaces: list[Workspace]) -> str:
    hidden = "".join(_hidden(key, value) for key, value in query.items())
    return _filled(
        "authorize.html",
        app=escape(app.bot_name),
        hidden=hidden,
        where=_choice(places(workspaces), query.get("team", "")),
        bot_scopes=_list(f"{app.bot_name} itself will be able to", ask.scopes),
        user_scopes=_list(f"On your behalf, {app.bot_name} will be able to", ask.user_scopes),
        back=escape(ask.redirect_uri),
    )


def trouble(app: Identity, error: str) -> str:
    words = _TROUBLE.get(error, "Slack cannot take this.")
    return _filled("authorize_error.html", app=escape(app.bot_name), error=escape(error), words=escape(words))


def _choice(offered: dict[str, list[Workspace]], wanted: str) -> str:
    chosen = wanted if wanted in offered else next(iter(offered))
    if len(offered) == 1:
        name = escape(_name(chosen, offered[chosen]))
        return f'<p class="oauth-place">Workspace: <strong>{name}</strong></p>{_hidden("where", chosen)}'
    rows = "".join(
        f'<label class="choice"><input type="radio" name="where" value="{escape(place)}"'
        f"{' checked' if place == chosen else ''}><span>{escape(_name(place, there))}</span></label>"
        for place, there in offered.items()
    )
    return f'<fieldset class="choices"><legend>Where should it be installed?</legend>{rows}</fieldset>'


def _name(place: str, there: list[Workspace]) -> str:
    me = there[0].identity
    return me.team_name if place == me.team_id else f"The whole organisation {me.enterprise_name}"


def _list(heading: str, scopes: tuple[str, ...]) -> str:
    if not scopes:
        return ""
    rows = "".join(f"<li>{escape(in_words(one))} <code>{escape(one)}</code></li>" for one in scopes)
    return f"<h2>{escape(heading)}</h2><ul>{rows}</ul>"


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'


def _filled(file: str, **values: str) -> str:
    return Template((_PAGES / file).read_text(encoding="utf-8")).substitute(values)
