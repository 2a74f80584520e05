"""A message's words in its attachments, and in what it forwards."""

import pytest

from handlers.slack.message_text import read_message
from tests.handlers.slack_text import JSON, mrkdwn, rich, section

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
