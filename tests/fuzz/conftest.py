"""The bots that are attacked: one at every step of a journey, one with every route open."""

import logging
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.fuzz.attack import Attack
from tests.fuzz.doors import Doors
from tests.size import sized


def tried(quick: int) -> settings:
    """The same examples at each run: a failure can be looked at, and none comes out of the blue."""
    return settings(
        max_examples=sized(quick, quick * 20),
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="package")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attack]:
    made = Attack(tmp_path_factory.mktemp("attack"))
    yield made
    made.close()


@pytest.fixture(scope="package")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    with Doors(tmp_path_factory.mktemp("doors")) as made:
        yield made


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What fails is told in the log at length, and here thousands of times."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
