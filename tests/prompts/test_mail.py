"""Who wrote a mail, where its header or signature tells; None rather than a guess."""

import pytest

from prompts.mail import body_of, sender_in
from tests.words import shipped_playbook

WORDS = shipped_playbook().words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("From: Dana Reyes <dana@acme.example>\nNo.", "Dana Reyes"),
        ('From: "Reyes, Dana" <dana@acme.example>\nNo.', "Reyes, Dana"),
        ("> *Von:* Jörg Müller <j@x.example>\nLeider nein.", "Jörg Müller"),
        ("No budget.\n\nBest regards,\nDana Reyes\nCFO", "Dana Reyes"),
        ("Leider nicht.\nViele Grüße\nJörg Müller", "Jörg Müller"),
        ("From: dana@acme.example\nNo.", None),
        ("No budget.\nThanks,\nsent from my phone", None),
        ("Thanks", None),
        ("From now on we buy elsewhere", None),
    ],
)
def test_the_sender_is_read_where_it_is_written(text: str, name: str | None) -> None:
    assert sender_in(text, WORDS) == name


def test_the_header_is_no_part_of_their_words() -> None:
    mail = "From: Dana <d@x.example>\nDate: 1 May 2027\nSubject: Re: offer\n\nThere is no budget."
    assert body_of(mail, WORDS) == "There is no budget."
