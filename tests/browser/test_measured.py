"""No screen has more words than a rep reads at a glance; a table in the repository holds each number."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, expect

from coaching.deal import Reply
from coaching.debrief import AskedWhy
from coaching.kinds import KINDS, Kind
from coaching.plan import Verdict
from coaching.verdict import may_choose
from playground import Gestures
from prompts.deal_card import DELETE, REOPEN, SHARE, SHOW, WON_BECAUSE
from prompts.glance import CARD, NUDGE
from prompts.more import MORE
from prompts.nudge_buttons import REPLY
from prompts.verdict_screen import WHY
from tests.browser.measured import Measure, problems, told
from tests.browser.visit import Visit
from tests.prompts.at_a_glance import SAID, VERDICT
from tests.stories.scenes import choices_on

pytestmark = pytest.mark.browser

LANGUAGES = {"de": "in German, ", "es": "in Spanish, "}
"""Those that are measured for one kind of no, and how the table says so: words are counted in all of them for each
kind and day by tests/prompts/test_words_at_a_glance.py."""
COUNT = """(root, until) => {
  const blocks = [...root.querySelectorAll("[data-testid=block]")];
  const end = blocks.findIndex(block => block.querySelector(until) || block.matches(until));
  const shown = (end < 0 ? blocks : blocks.slice(0, end)).flatMap(block => {
    const copy = block.cloneNode(true), texts = [];
    copy.querySelectorAll("button, select, [role=combobox], [role=listbox]").forEach(one => one.remove());
    const nodes = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) texts.push(nodes.currentNode.data);
    return texts;
  });
  return shown.join(" ").split(/\\s+/).filter(word => /[\\p{L}\\p{N}]/u.test(word)).length;
}"""


def test_no_screen_has_more_words_than_it_may(visit: Visit) -> None:
    found = list(measured(visit))
    assert problems(found) == []
    sections, others = {one.section for one in found}, tuple(LANGUAGES.values())
    known = {one.what for one in told() if one.section in sections and not one.what.startswith(others)}
    assert known == {one.what for one in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_in_another_language(visit: Visit, language: str) -> None:
    visit.command("/gotano settings")
    visit.select("language").select_option(language)
    visit.finish()
    found = [replace(one, what=f"{LANGUAGES[language]}{one.what}") for one in _of(visit, Kind.NO_AUTHORITY)]
    assert problems(found) == []


def measured(visit: Visit) -> Iterator[Measure]:
    found = [one for kind in Kind for one in _of(visit, kind)]
    found += [*_of_a_closed_door(visit), *_of_a_win(visit)]
    for section in ("Words on the verdict screen", "Words on the card", "Words of a nudge"):
        yield from (one for one in found if one.section == section)


def _of(visit: Visit, kind: Kind) -> Iterator[Measure]:
    who = _debrief(visit, kind)
    for verdict in may_choose(kind):
        yield Measure(
            "Words on the verdict screen", f"{kind}: {verdict}", VERDICT, _verdict(visit, who, verdict)
        )
    who.close()
    expect(visit.modal).to_have_count(0)
    card = visit.messages.filter(has=visit.button(SHOW))
    yield Measure("Words on the card", str(kind), CARD, _words(card))
    if visit.button(REOPEN).count() == 0:
        visit.control("next_nudge")
        nudge = visit.messages.filter(has=visit.page.locator(f'[data-action-id^="{REPLY}"]'))
        yield Measure("Words of a nudge", str(kind), NUDGE, _words(nudge, "pre"))
    _away(visit, who)


def _of_a_closed_door(visit: Visit) -> Iterator[Measure]:
    who = _debrief(visit, Kind.NOT_NOW, door="closed")
    got = _words(visit.modal, f'[data-action-id="{WHY}"]')
    yield Measure("Words on the verdict screen", "a closed door", VERDICT, got)
    who.close()
    expect(visit.modal).to_have_count(0)
    _away(visit, who)


def _of_a_win(visit: Visit) -> Iterator[Measure]:
    who = _debrief(visit, Kind.NOT_NOW)
    who.close()
    expect(visit.modal).to_have_count(0)
    visit.control("next_nudge")
    visit.reply_button("reached_out").wait_for()
    message = next(m for m in who.messages() if Reply.WON_BACK in choices_on(m))
    who.press(MORE, message, choices_on(message)[Reply.WON_BACK])
    card = visit.messages.filter(has=visit.button(SHARE))
    visit.click(card.locator(visit.button(WON_BECAUSE)))
    visit.write("what", SAID)
    visit.finish()
    expect(card.locator(visit.button(WON_BECAUSE))).to_have_count(0)
    yield Measure("Words on the card", "a win", CARD, _words(card))
    _away(visit, who)


def _debrief(visit: Visit, kind: Kind, door: str = "ajar") -> Gestures:
    """Everything that is asked of everybody, with words of theirs that are longer than any screen shows."""
    who, stage = visit.demo.slack.person("U0ANA"), sorted(KINDS[kind].stages)[-1]
    asked = AskedWhy.DODGED if kind is Kind.UNKNOWN else AskedWhy.TOLD
    silent = kind is Kind.NO_RESPONSE
    visit.in_full()
    who.fill({"stage": stage, "asked_why": asked, "words": SAID})
    who.submit()
    visit.block("kind").wait_for()
    who.fill({f"kind-{stage}": kind})
    if silent:
        expect(visit.block("door")).to_have_count(0)
    else:
        who.fill({"door": door})
    who.submit()
    visit.block("lesson").wait_for()
    who.fill({"tries": "2"} if silent else {})
    who.submit()
    visit.button(WHY).wait_for()
    return who


def _verdict(visit: Visit, who: Gestures, verdict: Verdict) -> int:
    dated = visit.modal.locator(f'[data-block-id="on-{verdict}"]')
    if dated.count() == 0:
        # What stands there already is not drawn again: nothing would tell when that is over.
        who.fill({"verdict": verdict})
    dated.wait_for()
    return _words(visit.modal, f'[data-action-id="{WHY}"]')


def _away(visit: Visit, who: Gestures) -> None:
    """The deal is deleted, so that the next one is met for the first time."""
    expect(visit.messages.filter(has=visit.button(SHOW))).to_have_count(1)
    card = next(m for m in who.messages() if DELETE in choices_on(m))
    who.press(MORE, card, choices_on(card)[DELETE])
    visit.modal.wait_for()
    who.submit()
    expect(visit.modal).to_have_count(0)
    expect(visit.messages.filter(has=visit.button(SHOW))).to_have_count(0)


def _words(what: Locator, until: str = "[data-testid=none]") -> int:
    expect(what).to_have_count(1)
    found: int = what.evaluate(f"root => ({COUNT})(root, {until!r})")
    return found
