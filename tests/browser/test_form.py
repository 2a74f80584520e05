"""A form that is refused, left half done, or sent into silence keeps what was typed."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from bot.manifest import PATH
from playground.gestures.submissions import TROUBLE
from prompts.debrief_modal import BACK
from tests.browser.visit import Visit, describes

pytestmark = pytest.mark.browser


class Held:
    """What the page fetches of the workspace's state: answered at once, shown when the test says so."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._waiting: list[tuple[Route, APIResponse]] = []
        self._pass = False
        page.route("**/ui/state*", self._hold)

    def fetched(self) -> tuple[Route, APIResponse]:
        """The next one, as soon as the server has answered."""
        while not self._waiting:
            self._page.wait_for_timeout(10)
        return self._waiting.pop()

    def show(self, one: tuple[Route, APIResponse]) -> None:
        route, said = one
        route.fulfill(response=said)

    def let_pass(self) -> None:
        """All that are fetched from now on."""
        self._pass = True

    def _hold(self, route: Route) -> None:
        if self._pass:
            route.continue_()
        else:
            self._waiting.append((route, route.fetch()))


def test_what_is_missing_is_said_next_to_each_field(visit: Visit) -> None:
    visit.in_full()
    visit.write("words", "Not this year.")
    visit.submit()
    for field in ("stage", "asked_why"):
        describes(
            visit.block(field).get_by_role("radiogroup"), visit.block(field).get_by_test_id("field-error")
        )
    expect(visit.errors).to_have_count(2)
    expect(visit.input("words")).to_have_value("Not this year.")


def test_a_reason_they_told_cannot_be_unknown(visit: Visit) -> None:
    visit.to_why(stage="first", words="Not this year.")
    visit.choose("kind", "unknown")
    visit.choose("door", "ajar")
    visit.submit()
    describes(
        visit.block("kind").get_by_role("radiogroup"), visit.block("kind").get_by_test_id("field-error")
    )
    expect(visit.errors).to_have_count(1)
    expect(visit.radio("kind", "unknown")).to_be_checked()
    expect(visit.radio("door", "ajar")).to_be_checked()
    visit.choose("kind", "not_now")
    visit.submit()
    expect(visit.block("callback_on")).to_be_visible()


def test_what_is_chosen_anew_outlives_what_the_server_still_says(visit: Visit) -> None:
    """A state fetched after the first choice and shown after the second must not bring the first back."""
    visit.command("/gotano Dana Reyes, Acme")
    visit.pick("kind", "not_now")
    visit.block("stage").wait_for()
    states = Held(visit.page)
    with visit.page.expect_response("**/ui/action*"):
        visit.choose("door", "ajar")
    before = states.fetched()
    with visit.page.expect_response("**/ui/action*"):
        visit.choose("door", "open")
    states.show(before)
    after = states.fetched()
    expect(visit.radio("door", "open")).to_be_checked()
    states.let_pass()
    states.show(after)
    visit.choose("stage", "buying")
    visit.submit()
    expect(visit.block("verdict")).to_be_visible()


def test_a_day_that_has_passed_is_refused_at_its_field(visit: Visit) -> None:
    visit.to_look()
    visit.write("condition", "the new office is open")
    visit.write("callback_on", visit.in_days(-1))
    visit.write("lesson", "Ask for the date first.")
    visit.submit()
    describes(visit.input("callback_on"), visit.block("callback_on").get_by_test_id("field-error"))
    expect(visit.errors).to_have_count(1)
    expect(visit.input("callback_on")).to_have_value(visit.in_days(-1))
    expect(visit.input("condition")).to_have_value("the new office is open")
    expect(visit.input("lesson")).to_have_value("Ask for the date first.")
    visit.write("callback_on", visit.in_days(14))
    visit.submit()
    expect(visit.block("verdict")).to_be_visible()


@pytest.mark.parametrize("stage", ["first", "buying"])
def test_when_nobody_answered_there_is_no_door_to_describe(visit: Visit, stage: str) -> None:
    def choose(kind: str) -> None:
        (visit.choose if stage == "first" else visit.pick)("kind", kind)

    visit.to_why(stage=stage)
    choose("no_response")
    expect(visit.block("door")).to_have_count(0)
    choose("not_now")
    expect(visit.block("door")).to_be_visible()
    choose("no_response")
    expect(visit.block("door")).to_have_count(0)
    visit.submit()
    expect(visit.block("tries")).to_be_visible()


def test_back_keeps_what_was_typed(visit: Visit) -> None:
    visit.to_look(words="Not this year.")
    visit.write("condition", "the new office is open")
    visit.choose("first_no", "end")
    visit.click(visit.button(BACK))
    expect(visit.select("kind")).to_be_visible()
    expect(visit.radio("door", "open")).to_be_checked()
    visit.choose("door", "ajar")
    visit.click(visit.button(BACK))
    expect(visit.input("prospect")).to_have_value("Dana Reyes, Acme")
    expect(visit.input("words")).to_have_value("Not this year.")
    visit.submit()
    expect(visit.radio("door", "ajar")).to_be_checked()
    visit.submit()
    expect(visit.input("condition")).to_have_value("the new office is open")
    expect(visit.radio("first_no", "end")).to_be_checked()


def test_another_verdict_brings_its_own_date(visit: Visit) -> None:
    visit.to_verdict(named_in_days=14)
    expect(visit.input("on")).to_have_value(visit.in_days(14))
    visit.block("verdict").locator("select").select_option("nurture")
    expect(visit.block("on-nurture")).to_be_visible()
    expect(visit.block("on-follow_up")).to_have_count(0)


@pytest.fixture
def silent_bot() -> Iterator[str]:
    """The address of a bot that takes a request and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


@pytest.mark.in_time
def test_a_bot_that_does_not_answer_in_time_costs_nothing_that_was_typed(
    visit: Visit, silent_bot: str
) -> None:
    visit.in_full()
    visit.choose("stage", "buying")
    visit.choose("asked_why", "told")
    visit.write("words", "Not this year.")
    visit.demo.slack.deliver_to(silent_bot)
    visit.submit()
    expect(visit.page.get_by_test_id("modal-error")).to_have_text(TROUBLE)
    expect(visit.radio("stage", "buying")).to_be_checked()
    expect(visit.radio("asked_why", "told")).to_be_checked()
    expect(visit.input("words")).to_have_value("Not this year.")

    visit.demo.slack.deliver_to(f"http://127.0.0.1:{visit.demo.bot.http.port}{PATH}")
    visit.submit()
    expect(visit.block("kind")).to_be_visible()
