"""The chart comes as a picture, with what it shows in words, and takes nothing that the page withholds."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from coaching.kinds import Kind
from coaching.team_numbers import Released
from prompts.team_chart import png_of, team_chart
from prompts.team_page import CHART
from tests.rig import Rig
from tests.stories.scenes import actions_on
from tests.stories.teams import FIVE, a_team, loses, page, released, week_passes

_ALLOWED = {"#ffffff", "#1a1a1a", "#d5d9de", "#0072b2", "#e69f00"}


@pytest.fixture
def numbers(rig: Rig) -> Released:
    a_team(rig)
    for rep in FIVE:
        loses(rig, rep, Kind.NOT_NOW, days_ago=120)
    loses(rig, "U0BEA", Kind.NO_FIT)
    week_passes(rig)
    return released(rig)[0]


def test_it_is_a_picture_in_the_dm_with_the_finding_as_its_alternative_text(
    rig: Rig, numbers: Released
) -> None:
    chart = team_chart(numbers, rig.playbook)
    assert chart is not None
    page(rig.ana)
    rig.ana.press(CHART)
    (file,) = rig.slack.files
    assert file.alt_txt == chart.says
    assert "Not now 5 of 20 came back" in file.alt_txt
    with Image.open(BytesIO(file.content or b"")) as picture:
        assert (picture.format, picture.width) == ("PNG", 1080)


def test_it_says_nothing_that_the_page_withholds(rig: Rig, numbers: Released) -> None:
    chart = team_chart(numbers, rig.playbook)
    assert chart is not None
    assert rig.playbook.kinds[Kind.NO_FIT].label not in chart.says
    assert "Not now, last 90 days 15; Not now, the 90 before 5" in chart.says


def test_its_colours_are_those_that_colour_blind_people_tell_apart_on_paper_of_its_own(
    rig: Rig, numbers: Released
) -> None:
    chart = team_chart(numbers, rig.playbook)
    assert chart is not None
    with Image.open(BytesIO(png_of(chart))) as picture:
        pixels = picture.convert("RGB").getcolors(picture.width * picture.height) or []
        often = {f"#{r:02x}{g:02x}{b:02x}" for count, (r, g, b) in pixels if count > 2000}  # type: ignore[misc]
        assert picture.getpixel((0, 0)) == (255, 255, 255)
    assert often <= _ALLOWED
    assert {"#0072b2", "#e69f00"} <= often


def test_the_same_numbers_are_drawn_once(rig: Rig, numbers: Released) -> None:
    first, second = (team_chart(numbers, rig.playbook) for _ in range(2))
    assert first is not None
    assert second is not None
    assert png_of(first) is png_of(second)


def test_without_numbers_there_is_no_chart(rig: Rig, numbers: Released) -> None:
    assert team_chart(replace(numbers, numbers={}), rig.playbook) is None


def test_the_button_for_the_chart_is_there_with_numbers_alone(rig: Rig) -> None:
    a_team(rig)
    page(rig.ana)
    assert CHART not in actions_on(rig.ana.view or {})
    week_passes(rig)
    page(rig.ana)
    assert CHART in actions_on(rig.ana.view or {})


def test_what_draws_it_is_not_loaded_before_the_first_chart() -> None:
    code = "import sys, bot.bootstrap; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
