"""A message's words, wherever in its blocks they stand, as a reader sees them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.message_text import read_message, said_at
from tests.handlers.slack_text import JSON, mrkdwn, rich, section


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def raw(text: str) -> JSON:
    return {"type": "raw_text", "text": text}


def button(text: JSON) -> JSON:
    return {"type": "button", "text": text, "action_id": "go"}


WAVE: JSON = {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fb"}


def part(kind: str, *items: JSON, **more: Any) -> JSON:
    return {"type": f"rich_text_{kind}", "elements": list(items), **more}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("write to <mailto:a@b.example|a@b.example>", "write to a@b.example"),
        ("write to <mailto:a@b.example>", "write to a@b.example"),
        ("call <tel:+351210000000>", "call +351210000000"),
        ("see <https://x.example/a?b=1&amp;c=2|pricing>", "see pricing"),
        ("see <https://x.example/a?b=1&amp;c=2>", "see https://x.example/a?b=1&c=2"),
        ("see <https://x.example|R&amp;D &lt;2026&gt;>", "see R&D <2026>"),
        ("<@U2> said", "@U2 said"),
        ("<@U2|dana> said", "@dana said"),
        ("<!here> no", "@here no"),
        ("<!channel|@channel> no", "@channel no"),
        ("<#C1|general> no", "#general no"),
        ("<#C1> and <#C1|>", "#C1 and #C1"),
        ("<!subteam^S1|@sales> no", "@sales no"),
        ("<!subteam^S1> no", "@S1 no"),
        ("until <!date^1392734382^{date}|18 February 2014>", "until 18 February 2014"),
        ("a &amp; b &lt;c&gt; &quot;d&quot; &copy;", "a & b <c> &quot;d&quot; &copy;"),
        ("typed &amp;amp; and &amp;lt;@U2&amp;gt;", "typed &amp; and &lt;@U2&gt;"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("*Never* _again_ ~please~ `x`", "*Never* _again_ ~please~ `x`"),
        ("<>", "<>"),
    ],
)
def test_a_text_is_read_as_slack_shows_it(text: str, seen: str) -> None:
    assert read_message({"text": text}).words == seen


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        (
            rich(section("Not this ", {"type": "text", "text": "year", "style": {"bold": True}})),
            "Not this year",
        ),
        (rich(section("R&D &amp; <b>")), "R&D &amp; <b>"),
        (
            rich(section("Because\n"), part("list", section("price"), section("time"), style="bullet")),
            "Because\n• price\n• time",
        ),
        (
            rich(part("list", section("a"), section("b"), style="ordered", offset=2)),
            "3. a\n4. b",
        ),
        (
            rich(
                part("list", section("a"), style="bullet"),
                part("list", section("b"), style="bullet", indent=1),
            ),
            "• a\n  • b",
        ),
        (rich(part("quote", {"type": "text", "text": "no\nnever"}), section("sorry")), "no\nnever\nsorry"),
        (rich(part("preformatted", {"type": "text", "text": "budget = 0"})), "budget = 0"),
        (
            rich(section({"type": "link", "url": "https://x.example", "text": "pricing"}, " no")),
            "pricing no",
        ),
        (rich(section({"type": "link", "url": "mailto:a@b.example"})), "a@b.example"),
        (
            rich(
                section({"type": "broadcast", "range": "here"}, " ", {"type": "channel", "channel_id": "C1"})
            ),
            "@here #C1",
        ),
        (
            rich(section(WAVE, {"type": "emoji", "name": "acme"})),
            "\U0001f44b\U0001f3fb:acme:",
        ),
        (
            rich(
                section({"type": "date", "timestamp": 1392734382, "format": "{date}", "fallback": "18 Feb"})
            ),
            "18 Feb",
        ),
        (rich(section({"type": "date", "timestamp": 1392734382, "format": "{date}"})), "2014-02-18"),
        ({"blocks": [{"type": "header", "text": plain("R&amp;D <@U2>")}]}, "R&D <@U2>"),
        (
            {
                "blocks": [
                    {
                        "type": "section",
                        "text": mrkdwn("From <@U2|dana>"),
                        "fields": [plain("No"), mrkdwn("a &gt; b")],
                        "accessory": button(plain("Open")),
                    },
                    {"type": "divider"},
                    {"type": "context", "elements": [mrkdwn("by"), plain("mail")]},
                    {"type": "actions", "elements": [button(plain("Go"))]},
                    {"type": "markdown", "text": "**bold** &amp; brave"},
                    {
                        "type": "image",
                        "image_url": "https://x.example/i.png",
                        "alt_text": "a cat",
                        "title": plain("Us"),
                    },
                ]
            },
            "From @dana\nNo\na > b\nby mail\n**bold** & brave\nUs",
        ),
        (
            {"blocks": [{"type": "table", "rows": [[raw("Acme"), raw("no")]]}]},
            "Acme\tno",
        ),
    ],
)
def test_blocks_are_read_in_order(message: JSON, seen: str) -> None:
    assert read_message({"text": "This content can't be displayed.", **message}).words == seen
    assert read_message({"text": "", **message}).words == seen


def test_the_text_beside_the_blocks_names_the_people_in_them() -> None:
    message = {
        "text": "<@U2|dana> and <@U3>",
        **rich(section({"type": "user", "user_id": "U2"}, " and ", {"type": "user", "user_id": "U3"})),
    }
    read = read_message(message)
    assert read.words == "@dana and @U3"
    assert read.nameless == ("U3",)
    assert read_message(message, {"U3": "Tom"}).words == "@dana and @Tom"


@given(st.text(st.sampled_from("&<>;@#!|amplt U1")))
def test_what_somebody_typed_comes_back_from_slack_s_entities_as_it_was(typed: str) -> None:
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read_message({"text": sent}).words == (typed.strip() if typed.strip() else "")


@pytest.mark.parametrize(
    "odd",
    [None, {}, {"ts": None}, {"ts": 7}]
    + [{"ts": ts} for ts in ("", "soon", "nan", "inf", "-5", "0", "9" * 30, "1893456000.000100")],
    ids=str,
)
def test_a_message_that_does_not_tell_when_it_was_written_has_no_day(odd: object) -> None:
    assert said_at(odd, datetime(2026, 11, 2, tzinfo=UTC)) is None


def test_a_messages_id_tells_when_it_was_written() -> None:
    at = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)
    assert said_at({"ts": f"{int(at.timestamp())}.000000"}, datetime(2026, 11, 2, tzinfo=UTC)) == at
