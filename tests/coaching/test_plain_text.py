"""Typed text: what of it is kept, seen, and counted when names are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.plain_text import is_seen, isolated, kept, name_key, name_of, web_address

UNSEEN = [
    "\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u180e", "\u200b", "\u200d", "\u200e", "\u202e",
    "\u2060", "\u2063", "\u2068", "\u2800", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\ud800", "\x00",
    "\U000e0041", "\U000e0100", "\U0001d159", "\n", " ",
]  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"{ord(sign):04X}")
def test_a_sign_that_is_not_seen_is_no_name_and_counts_for_nothing_in_one(sign: str) -> None:
    assert not is_seen(sign * 3)
    assert name_of(sign * 3) == ""
    assert name_key(f"{sign}Dana{sign}") == "dana"


@pytest.mark.parametrize("sign", ["a", "é", "שלום", "山", "!", "—", "\U0001f44b", "١", "\u0e01"])
def test_letters_signs_and_pictures_are_seen(sign: str) -> None:
    assert is_seen(f"\u200b{sign}\u3164")
    assert name_of(sign) == sign


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Dana Reyes", "  dana   REYES\n"),
        ("Dána", "Da\u0301na"),
        ("Straße", "STRASSE"),
        ("Acme", "A\u200bc\u00adm\ufe0fe"),
        ("Dana Reyes", "Dana\u00a0\u2003Reyes"),
        ("Acme", "\u202eAcme\u202c"),
    ],
)
def test_two_names_are_the_same(name: str, same: str) -> None:
    assert name_key(name) == name_key(same)


@given(st.text())
def test_a_name_is_on_one_line_and_can_be_stored_and_seen(text: str) -> None:
    name = name_of(text)
    assert name == " ".join(name.split())
    assert not {unicodedata.category(c) for c in name} & {"Cs", "Zl", "Zp"}
    assert not {unicodedata.bidirectional(c) for c in name} & _MARKS
    assert is_seen(name) or name == ""
    assert name_of(name) == name
    assert name_key(name_key(name)) == name_key(name)


_MARKS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(st.text(st.sampled_from("a \n\t\x00\x1b\x85\ud800\u202eש")))
def test_kept_text_has_no_controls_but_tabs_and_line_ends(text: str) -> None:
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r\x85" for c in kept(text))
    kept(text).encode()


@given(st.text(st.sampled_from("a 2ש\u200f\u202a\u202e\u202c\u2066\u2067\u2068\u2069")))
def test_what_stands_in_a_sentence_closes_whatever_it_opens(text: str) -> None:
    shown = isolated(text)
    depth = 0
    for c in shown:
        assert c not in "\u200f\u202a\u202e\u202c"
        depth += (c in "\u2066\u2067\u2068") - (c == "\u2069")
        assert depth >= 0
    assert depth == 0
    if "ש" in text:
        assert shown.startswith("\u2068")
        assert shown.endswith("\u2069")
    assert [c for c in shown if c in "a 2ש"] == [c for c in text if c in "a 2ש"]


@pytest.mark.parametrize("text", ["Dana Reyes, Acme", "Dána", "山田", ""])
def test_words_that_run_from_left_to_right_are_left_alone(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize(
    "text", ["https://crm.example/7", "HTTP://crm.example", "https://[::1]:8/7", " https://a.b?c#d "]
)
def test_an_address_by_http_is_one(text: str) -> None:
    assert web_address(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    ["", "crm.example", "javascript:alert(1)", "https://", "http://[bad", "https://:80/x", "https://crm@evil.example/",
     "https://crm.example/a b", "https://crm.example/\u202e7", f"https://crm.example/{'x' * 2000}"],
)  # fmt: skip
def test_what_is_none_or_shows_as_another_is_no_address(text: str) -> None:
    assert web_address(text) is None
