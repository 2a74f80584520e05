"""The manifest: what is kept at the top of the repository, and within Slack's limits."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import main
from bot.manifest import ASKED_SCOPES, EVENTS, STEP_EVENT, manifest, manifest_yaml
from playground import check_functions
from prompts.workflow_step import CALLBACK_ID, DAYS
from tests.words import shipped_library

KEPT = Path(__file__).parents[2] / "manifest.yaml"
SHIPPED = sorted(shipped_library().phrasebooks)
ADDRESS = "https://bot.example.com"


def test_the_manifest_in_the_repository_is_the_one_the_code_makes() -> None:
    assert yaml.safe_load(KEPT.read_text(encoding="utf-8")) == manifest()


@pytest.mark.parametrize("address", [None, ADDRESS, f"{ADDRESS}/"])
def test_the_yaml_says_what_the_manifest_says(address: str | None) -> None:
    assert yaml.safe_load(manifest_yaml(address)) == manifest(address)


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_it_keeps_slacks_limits(address: str | None) -> None:
    made = manifest(address)
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert len(features["bot_user"]["display_name"]) <= 80
    for command in features["slash_commands"]:
        assert command["command"].startswith("/")
        assert len(command["command"]) <= 32
    for kind in ("global", "message"):
        assert sum(one["type"] == kind for one in features.get("shortcuts", [])) <= 5


def test_whoever_comes_for_the_first_time_reads_what_to_type() -> None:
    """Nothing is posted unasked, so that Messages is empty then."""
    features, told = manifest()["features"], manifest()["display_information"]["long_description"]
    assert f"{features['slash_commands'][0]['command']} Dana Reyes, Acme" in told


def test_it_asks_for_the_scopes_that_are_used_and_no_more() -> None:
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == set(ASKED_SCOPES)


def test_it_asks_for_optional_scopes_that_are_set_each_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    made = printed(GOTANO_OPTIONAL_SCOPES="users:read.email,files:read,im:history")
    assert made["oauth_config"]["scopes"]["bot"] == [*ASKED_SCOPES, "files:read", "users:read.email"]


def test_the_bot_can_write_to_people_and_show_a_home() -> None:
    home = manifest()["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]


def urls(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [value for key, value in part.items() if key in ("url", "request_url")]
        return own + [url for value in part.values() for url in urls(value)]
    return [url for one in part for url in urls(one)] if isinstance(part, list) else []


def test_over_http_everything_goes_to_one_address_and_over_socket_mode_to_none() -> None:
    assert urls(manifest()) == []
    assert manifest()["settings"]["socket_mode_enabled"]
    assert set(urls(manifest(f"{ADDRESS}/"))) == {f"{ADDRESS}/slack/events"}
    assert not manifest(ADDRESS)["settings"]["socket_mode_enabled"]


@pytest.mark.parametrize("url", ["http://bot.example.com", "bot.example.com", "ftp://x"])
def test_an_address_that_slack_could_not_reach_is_refused(url: str) -> None:
    ended = CliRunner().invoke(main, ["manifest", "--url", url])
    assert ended.exit_code == 2
    assert "https" in ended.output


def test_a_workflow_step_is_in_it_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "functions" not in printed()
    assert not printed()["settings"]["org_deploy_enabled"]
    made = printed("--workflow-step")
    assert list(made["functions"]) == [CALLBACK_ID]
    assert made["settings"]["event_subscriptions"]["bot_events"] == [*EVENTS, STEP_EVENT]
    without = {**made, "functions": None, "settings": None}
    assert without == {**printed(), "functions": None, "settings": None}


@pytest.mark.parametrize("address", [None, ADDRESS])
def test_the_workflow_step_is_as_slack_wants_it(address: str | None) -> None:
    made = manifest(address, workflow_step=True)
    assert check_functions(made) == []
    step = made["functions"][CALLBACK_ID]
    required = [name for name, one in step["input_parameters"].items() if one["is_required"]]
    assert required == ["rep", "prospect"]
    assert str(DAYS) in step["description"]


LISTED = {
    "GOTANO_SUPPORT_URL": "https://example.com/help",
    "GOTANO_SUPPORT_EMAIL": "help@example.com",
    "GOTANO_PRIVACY_URL": "https://example.com/privacy",
}


def printed(*arguments: str, **environ: str) -> Any:
    ended = CliRunner().invoke(main, ["manifest", *arguments], env=environ)
    assert ended.exit_code == 0, ended.output
    return yaml.safe_load(ended.output)


def test_what_slacks_reviewers_look_for_is_printed_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert printed("--url", ADDRESS, **LISTED)["app_directory"] == {
        "installation_landing_page": f"{ADDRESS}/slack/install",
        "privacy_policy_url": LISTED["GOTANO_PRIVACY_URL"],
        "support_url": LISTED["GOTANO_SUPPORT_URL"],
        "support_email": LISTED["GOTANO_SUPPORT_EMAIL"],
        "supported_languages": [{"en": "eng", "de": "deu", "es": "spa"}[name] for name in SHIPPED],
        "pricing": "free",
    }


@pytest.mark.parametrize("missing", [*LISTED, "--url"])
def test_or_not_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str) -> None:
    monkeypatch.chdir(tmp_path)
    given = {name: value for name, value in LISTED.items() if name != missing}
    arguments = () if missing == "--url" else ("--url", ADDRESS)
    assert "app_directory" not in printed(*arguments, **given)


def test_an_address_and_a_scope_that_cannot_be_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    bad = {"GOTANO_SUPPORT_EMAIL": "nobody", "GOTANO_OPTIONAL_SCOPES": "channels:history"}
    ended = CliRunner().invoke(main, ["manifest"], env=bad)
    assert ended.exit_code == 2
    assert "GOTANO_SUPPORT_EMAIL" in ended.output
    assert "GOTANO_OPTIONAL_SCOPES" in ended.output
