"""A message's words, wherever in its payload they stand, as a reader sees them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.message_text import read_message

JSON = dict[str, Any]


def rich(*parts: JSON) -> JSON:
    return {"blocks": [{"type": "rich_text", "block_id": "b", "elements": list(parts)}]}


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> JSON:
    return {"type": "mrkdwn", "text": text}


def raw(text: str) -> JSON:
    return {"type": "raw_text", "text": text}


def button(text: JSON) -> JSON:
    return {"type": "button", "text": text, "action_id": "go"}


WAVE: JSON = {"type": "emoji", "name": "wave", "unicode": "1f44b-1f3fb"}


def section(*inline: JSON | str) -> JSON:
    elements = [{"type": "text", "text": one} if isinstance(one, str) else one for one in inline]
    return {"type": "rich_text_section", "elements": elements}


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


FORWARDED: JSON = {
    "is_share": True,
    "is_msg_unfurl": True,
    "author_name": "Dana Reyes",
    "fallback": "[November 2nd] dana: Not this year &amp; not the next",
    "text": "Not this year &amp; not the next",
    "from_url": "https://x.slack.example/archives/C1/p1",
    "footer": "Posted in #deals",
}


@pytest.mark.parametrize(
    ("message", "seen"),
    [
        ({"text": "", "attachments": [FORWARDED]}, "Not this year & not the next"),
        ({"text": "What now?", "attachments": [FORWARDED]}, "What now?\nNot this year & not the next"),
        (
            {
                "attachments": [
                    FORWARDED | {"message_blocks": [{"team": "T1", "message": rich(section("In blocks"))}]}
                ]
            },
            "In blocks",
        ),
        (
            {
                "attachments": [
                    {"color": "#fff", "blocks": [{"type": "section", "text": mrkdwn("&lt;no&gt;")}]}
                ]
            },
            "<no>",
        ),
        (
            {
                "attachments": [
                    {
                        "pretext": "Mail from Acme",
                        "title": "Re: offer",
                        "text": "<@U2|dana>: no",
                        "fields": [{"title": "Why", "value": "price"}],
                        "fallback": "x",
                    }
                ]
            },
            "Mail from Acme\nRe: offer\n@dana: no\nWhy\nprice",
        ),
        ({"attachments": [{"fallback": "Only this"}]}, "Only this"),
        (
            {
                "text": "see <https://x.example>",
                "attachments": [{"from_url": "https://x.example", "title": "Acme", "text": "We sell"}],
            },
            "see https://x.example",
        ),
        ({"text": "", "files": [{"mode": "hosted", "name": "offer.pdf", "title": "offer.pdf"}]}, ""),
        (
            {"files": [{"mode": "email", "subject": "Re: offer", "plain_text": "We chose Birch."}]},
            "We chose Birch.",
        ),
        ({"text": "This content can't be displayed."}, ""),
        ({"text": "This content can’t be displayed.", "blocks": []}, ""),
        ({"text": "Take this", "blocks": [{"type": "something_new"}]}, "Take this"),
        ({"text": " \u200b\u2800 "}, ""),
        ({"text": "a\x00b\ud800c"}, "abc"),
    ],
)
def test_words_stand_in_attachments_and_forwarded_messages_too(message: JSON, seen: str) -> None:
    assert read_message(message).words == seen


def test_the_text_beside_the_blocks_names_the_people_in_them() -> None:
    message = {
        "text": "<@U2|dana> and <@U3>",
        **rich(section({"type": "user", "user_id": "U2"}, " and ", {"type": "user", "user_id": "U3"})),
    }
    read = read_message(message)
    assert read.words == "@dana and @U3"
    assert read.nameless == ("U3",)
    assert read_message(message, {"U3": "Tom"}).words == "@dana and @Tom"


_KNOWN_KEYS = """
    type text blocks elements attachments fields files mode preview plain_text message_blocks message title value
    fallback rows style indent offset url user_id channel_id usergroup_id range name unicode timestamp is_share
    pretext from_url"""
_KNOWN_TYPES = """
    rich_text rich_text_section rich_text_list rich_text_quote section header context table image markdown mrkdwn
    plain_text text link user channel usergroup broadcast emoji date color team email snippet ordered"""
_KEYS, _TYPES = st.sampled_from(_KNOWN_KEYS.split()), st.sampled_from(_KNOWN_TYPES.split())
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | _TYPES
_ANY = st.recursive(
    _SCALARS | st.sampled_from(["<@", "<!date^|>", "<|>", "&amp;lt;", "<!subteam^>", "1f44b-", "110000"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=40,
)


@given(_ANY)
def test_a_message_of_any_shape_is_read(message: Any) -> None:
    assert isinstance(read_message(message).words, str)


@given(blocks=_ANY, attachments=_ANY, text=_ANY, files=_ANY)
def test_a_message_whose_parts_are_of_any_shape_is_read(**message: Any) -> None:
    assert isinstance(read_message(message).words, str)


@given(st.text(st.sampled_from("&<>;@#!|amplt U1")))
def test_what_somebody_typed_comes_back_from_slack_s_entities_as_it_was(typed: str) -> None:
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read_message({"text": sent}).words == (typed.strip() if typed.strip() else "")
