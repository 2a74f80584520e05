"""The compose file read, not run: two bots that wait for one database, and no secret or open port."""

import re
from typing import Any

import pytest
import yaml
from dotenv import dotenv_values
from sqlalchemy import make_url

from bot.http_server import SHUTDOWN_SECONDS
from bot.settings import read_database_url
from tests.packaging.conftest import REPOSITORY
from tests.packaging.dockerfile import Stage

Service = dict[str, Any]

BOTS = ("bot-1", "bot-2")
_OWN = {"build", "depends_on", "ports", "pull_policy"}
"""In what one replica may differ from another."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load((REPOSITORY / "compose.yaml").read_text())
    assert isinstance(loaded, dict)
    return loaded


@pytest.fixture(scope="module", params=BOTS)
def bot(compose: dict[str, Any], request: pytest.FixtureRequest) -> Service:
    return dict(compose["services"][request.param])


@pytest.fixture(scope="module")
def db(compose: dict[str, Any]) -> Service:
    return dict(compose["services"]["db"])


def test_the_bot_waits_for_a_healthy_database(compose: dict[str, Any], bot: Service, db: Service) -> None:
    assert set(compose["services"]) == {*BOTS, "db"}
    assert bot["depends_on"]["db"] == {"condition": "service_healthy"}
    assert db["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert "healthcheck" not in bot, "the image brings its own"


def test_an_update_replaces_one_bot_after_the_other(compose: dict[str, Any]) -> None:
    first, second = (compose["services"][name] for name in BOTS)
    assert second["depends_on"].pop("bot-1") == {"condition": "service_healthy"}
    assert set(first["depends_on"]) == set(second["depends_on"]) == {"db"}


def test_the_bots_differ_in_their_address_alone(compose: dict[str, Any]) -> None:
    same = [{k: v for k, v in compose["services"][name].items() if k not in _OWN} for name in BOTS]
    assert same[0] == same[1]
    assert "container_name" not in same[0], "two containers cannot share a name"


def test_one_service_builds_the_image_and_none_fetches_it(compose: dict[str, Any]) -> None:
    bots = [compose["services"][name] for name in BOTS]
    assert [bot.get("build") for bot in bots] == [".", None]
    assert [bot["pull_policy"] for bot in bots] == ["build", "never"]


def test_the_bot_and_the_health_check_name_the_database_that_is_made(bot: Service, db: Service) -> None:
    url = make_url(read_database_url(bot["environment"]))
    made = db["environment"]
    assert (url.host, url.username, url.database) == ("db", made["POSTGRES_USER"], made["POSTGRES_DB"])
    assert f"--username={made['POSTGRES_USER']}" in db["healthcheck"]["test"]
    assert f"--dbname={made['POSTGRES_DB']}" in db["healthcheck"]["test"]


def test_every_password_comes_from_outside_and_must_be_given(bot: Service, db: Service) -> None:
    given = {**bot["environment"], **db["environment"]}
    secret = {name: value for name, value in given.items() if re.search("PASSWORD|TOKEN|SECRET", name)}
    assert set(secret) == {"PGPASSWORD", "POSTGRES_PASSWORD"}
    assert all(re.fullmatch(r"\$\{POSTGRES_PASSWORD:\?[^}]+\}", value) for value in secret.values())
    assert make_url(bot["environment"]["DATABASE_URL"]).password is None


def test_nothing_is_published_but_each_bot_to_this_machine(compose: dict[str, Any], final: Stage) -> None:
    published = [port for name in BOTS for port in compose["services"][name]["ports"]]
    inside = final.last("EXPOSE").text
    assert published == [f"127.0.0.1:3000:{inside}", f"127.0.0.1:3001:{inside}"]
    assert "ports" not in compose["services"]["db"]


def test_what_env_says_of_a_bot_outside_does_not_reach_the_one_inside(bot: Service, final: Stage) -> None:
    assert bot["env_file"] == ".env"
    outside = {name: value for name, value in dotenv_values(REPOSITORY / ".env.example").items() if value}
    told = {name for name, value in outside.items() if name in final.env and value != final.env[name]}
    assert told <= set(bot["environment"])
    for name in ("HOST", "PORT"):
        assert bot["environment"][name] == final.env[name]


def test_the_database_is_pinned_and_kept_in_a_named_volume(compose: dict[str, Any], db: Service) -> None:
    pinned = re.fullmatch(r"postgres:(\d+)\.\d+-[a-z]+", db["image"])
    assert pinned
    assert int(pinned[1]) >= 18, "up to 17 the data were one folder deeper"
    assert db["volumes"] == ["postgres-data:/var/lib/postgresql"]
    assert set(compose["volumes"]) == {"postgres-data"}


def test_the_bot_can_write_to_memory_only(bot: Service, final: Stage) -> None:
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert final.last("VOLUME").text in bot["tmpfs"], "else every start leaves a nameless volume behind"


def test_the_bot_has_longer_to_end_than_its_requests(bot: Service) -> None:
    assert int(bot["stop_grace_period"].rstrip("s")) > SHUTDOWN_SECONDS
