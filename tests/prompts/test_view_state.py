"""Reading views that come back incomplete: by what is there, and never with an error of Python's own."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.checks import Refusal, Wrong
from coaching.debrief import Draft
from coaching.kinds import Kind, Stage
from prompts import (
    deal_card,
    deal_modals,
    debrief_modal,
    digest,
    home,
    more,
    nudge_buttons,
    settings_modal,
    share_modal,
    verdict_screen,
)
from prompts.deal_modals import DealMetadata
from prompts.debrief_modal import DebriefMetadata, Screen
from prompts.verdict_screen import VerdictMetadata
from prompts.view_state import Unreadable, values
from tests.prompts.examples import LISBON, deal, draft, filled, plan, playbook
from tests.size import sized

JSON = dict[str, Any]


def first_screen() -> JSON:
    shown = debrief_modal.render(Screen.WHO, draft(Kind.NOT_NOW), playbook(), DebriefMetadata())
    return filled(shown, prospect={"value": "Acme"})


def without_block_ids(view: JSON, *fields: str) -> JSON:
    blocks = [
        {key: one for key, one in block.items() if key != "block_id"}
        if block["block_id"].split("-")[0] in fields or not fields
        else block
        for block in view["blocks"]
    ]
    return {**view, "blocks": blocks}


@pytest.mark.parametrize("fields", [(), ("words",), ("prospect", "stage")])
def test_a_view_without_block_ids_is_read_all_the_same(fields: tuple[str, ...]) -> None:
    whole = first_screen()
    assert debrief_modal.read(without_block_ids(whole, *fields), Draft()) == debrief_modal.read(
        whole, Draft()
    )


def test_a_refusal_finds_its_field_on_a_view_without_block_ids() -> None:
    refusals = [Refusal("prospect", Wrong.BLANK)]
    shown = debrief_modal.errors(refusals, playbook().words, without_block_ids(first_screen()))
    assert shown.keys() == {"prospect"}


def test_a_verdict_screen_without_block_ids_names_its_date_too() -> None:
    shown = filled(verdict_screen.verdict_screen(deal(plan()), plan(), playbook(), LISBON))
    errors = verdict_screen.date_errors(
        without_block_ids(shown), Refusal("on", Wrong.MISSING), playbook().words
    )
    assert [name.split("-")[0] for name in errors] == ["on"]


def test_a_long_prospect_is_cut_even_where_its_block_says_no_limit() -> None:
    view = first_screen()
    view["state"]["values"]["prospect"]["value"]["value"] = "N" * 500
    read, _ = debrief_modal.read(without_block_ids(view), Draft())
    assert len(read.prospect) == debrief_modal.PROSPECT_LIMIT


@pytest.mark.parametrize("typed", ["\u200b", "\u3164\u2800", " \n", "\x00", "\ud800"])
def test_text_of_which_nothing_is_seen_is_no_answer(typed: str) -> None:
    view = first_screen()
    view["state"]["values"]["words"]["value"]["value"] = typed
    assert debrief_modal.read(view, Draft(stage=Stage.BUYING))[0].words is None


READERS: list[Callable[[Mapping[str, Any]], object]] = [
    lambda view: debrief_modal.read(view, Draft()),
    lambda view: debrief_modal.errors([Refusal("on", Wrong.MISSING)], playbook().words, view),
    deal_modals.read_day,
    deal_modals.read_happened,
    deal_modals.read_still_no,
    deal_modals.read_won,
    digest.read_answer,
    settings_modal.read_settings,
    share_modal.read_share,
    share_modal.read_preview,
    verdict_screen.read_choice,
    lambda view: verdict_screen.date_errors(view, Refusal("on", Wrong.MISSING), playbook().words),
    DebriefMetadata.of,
    DealMetadata.of,
    VerdictMetadata.of,
    more.read_more,
    nudge_buttons.read_reply,
    lambda view: home.read_place(view.get("value")),  # type: ignore[arg-type]
    lambda view: deal_card.read_decision(view.get("value")),  # type: ignore[arg-type]
    values,
]

_KEYS = st.sampled_from(
    [
        *["state", "values", "blocks", "block_id", "element", "max_length", "private_metadata", "value"],
        *["selected_option", "selected_options", "selected_date", "selected_time", "action_id", "type"],
        *[
            "prospect",
            "stage",
            "reply",
            "kind",
            "door",
            "verdict",
            "on-let_go",
            "on",
            "time",
            "days",
            "pause",
        ],
    ]
)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_KNOWN = st.sampled_from(
    [
        "{}",
        "[]",
        '{"deal": 1}',
        '{"deal": 1, "nudge": "x", "plan": null}',
        '{"draft": 99999999999}',
        "1:2",
        "let_go",
        "[" * 3000,
    ]
)
_ANY = st.recursive(
    _SCALARS | _KNOWN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=15,
)
_VIEWS = st.fixed_dictionaries(
    {},
    optional={
        "state": _ANY
        | st.fixed_dictionaries({"values": _ANY | st.dictionaries(_KEYS, st.dictionaries(_KEYS, _ANY))}),
        "blocks": _ANY,
        "private_metadata": _ANY,
        "value": _ANY,
        "action_id": _ANY,
        "selected_option": _ANY,
    },
)


@pytest.mark.parametrize("read", READERS, ids=range(len(READERS)))
@given(view=_VIEWS)
@settings(max_examples=sized(40, 1000), deadline=None)
def test_a_view_of_any_shape_is_read_or_called_unreadable(read: Callable[[JSON], object], view: JSON) -> None:
    with suppress(Unreadable):
        read(view)
