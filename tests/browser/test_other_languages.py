"""The whole journey in German and in Spanish, at a desk and on a phone: every screen in the rep's own words."""

import re

import pytest
from playwright.sync_api import expect

from coaching.deal import Reply
from coaching.kinds import Kind
from coaching.verdict import may_choose
from prompts.deal_card import SHOW
from prompts.home import SETTINGS
from prompts.one_answer import OPEN
from prompts.prep import PREP
from prompts.verdict_screen import WHY
from prompts.words import Words
from tests.browser.accessible import FITS
from tests.browser.visit import Visit
from tests.words import shipped_library, shipped_playbook

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SCREEN = 722
"""Pixels of a modal that such a phone shows at once, between its title and its buttons."""
TOP = """block => {
  const first = block.closest("[data-testid=modal]").querySelector("[data-testid=block]");
  return block.getBoundingClientRect().top - first.getBoundingClientRect().top;
}"""
_LONG = 24
"""Characters of a text from which on two languages do not have it alike by chance."""


_KINDS_SAY = [
    " ".join(part.split())
    for kind in shipped_playbook().kinds.values()
    for said in kind.verdicts.values()
    for one in (*said.say, *said.means, *said.before_next_time)
    for part in re.split(r"\{\w+\}", one.text)
]


@pytest.fixture(params=["desk", "phone"])
def place(request: pytest.FixtureRequest, visit: Visit) -> Visit:
    if request.param == "phone":
        visit.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return visit


def english_left(visit: Visit, words: Words) -> list[str]:
    """Stretches of English text that stand on the page although the language has its own."""
    shown = " ".join(visit.page.locator("body").inner_text().split())
    stretches = [
        " ".join(part.split())
        for key, text in shipped_playbook().words.texts.items()
        if text != words.texts[key]
        for part in re.split(r"\{\w+\}", text)
    ]
    return [part for part in (*stretches, *_KINDS_SAY) if len(part) >= _LONG and part in shown]


@pytest.mark.parametrize("language", ["de", "es"])
def test_the_journey_is_in_the_language_that_was_chosen(place: Visit, language: str) -> None:
    # In one piece: each step starts from what the one before left on the page.
    visit, words = place, shipped_library().phrasebooks[language].words

    def reads(*keys: str) -> None:
        for key in keys:
            expect(visit.page.locator("body")).to_contain_text(words.texts[key])
        assert english_left(visit, words) == []
        assert visit.page.evaluate(FITS)

    visit.tab("home")
    expect(visit.home.get_by_role("button")).to_have_count(1)
    assert english_left(visit, words), "it finds English while it stands there"
    visit.tab("messages")
    visit.command("/gotano settings")
    visit.select("language").select_option(language)
    visit.finish()
    visit.tab("home")
    reads("home.welcome", "home.start")
    visit.tab("messages")

    visit.command("/gotano Dana Reyes, Acme")
    reads("quick.title", "who.words")
    visit.write(
        "words", {"de": "Dieses Jahr nicht. Im Mai wieder.", "es": "Este año no. En mayo otra vez."}[language]
    )
    visit.pick("kind", "not_now")
    visit.block("stage").wait_for()
    visit.choose("door", "open")
    visit.choose("stage", "buying")
    visit.submit()
    visit.block("verdict").wait_for()
    reads("verdict.title", "verdict.done")
    visit.click(visit.button(f"{OPEN}_callback_on"))
    visit.block("callback_on").wait_for()
    expect(visit.input("callback_on")).to_have_value("2035-05-01")
    reads("look.callback_on")
    visit.submit()
    visit.block("verdict").wait_for()
    visit.click(visit.button(WHY))
    reads("verdict.why", "verdict.before_next_time")
    visit.finish()
    reads("card.happened")

    visit.control("next_nudge")
    reads("nudges.you_might_say", "replies.talking_again")
    visit.click(visit.reply_button(Reply.REACHED_OUT))
    reads("nudges.undo", "card.reached_out")

    visit.tab("home")
    visit.click(visit.home.locator(visit.button(SHOW)).first)
    visit.modal.wait_for()
    reads("home.deal_title", "history.title")
    visit.page.keyboard.press("Escape")
    visit.click(visit.button(PREP))
    visit.modal.wait_for()
    reads("prep.title")
    visit.page.keyboard.press("Escape")
    visit.click(visit.button(SETTINGS))
    visit.modal.wait_for()
    reads("settings.title", "language.label", "holidays.country", "week_note.setting")


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_on_a_phone_the_date_is_seen_without_a_stroke_of_the_thumb(visit: Visit, language: str) -> None:
    """Whatever the verdict says above it: the second screen would be the most."""
    visit.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    visit.command("/gotano settings")
    visit.select("language").select_option(language)
    visit.finish()
    visit.to_verdict("Not this year.")
    tops = {}
    for verdict in may_choose(Kind.NOT_NOW):
        if visit.block(f"on-{verdict}").count() == 0:
            visit.select("verdict").select_option(verdict)
        visit.block(f"on-{verdict}").wait_for()
        tops[verdict] = visit.block(f"on-{verdict}").evaluate(TOP)
    assert {verdict: top for verdict, top in tops.items() if top >= SCREEN} == {}
