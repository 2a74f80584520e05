"""Where somebody answers, and what is promised to whom: the addresses that whoever runs the bot gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from prompts import blocks
from prompts.words import Words


@dataclass(frozen=True)
class Contacts:
    """Addresses by https, and one for mail; each may be missing."""

    support_url: str | None = None
    support_email: str | None = None
    privacy_url: str | None = None
    terms_url: str | None = None

    def links(self, words: Words) -> Iterator[tuple[str, str]]:
        """Those that are given, each with what it is called."""
        mail = f"mailto:{self.support_email}" if self.support_email else None
        told = (
            (words.say("contacts.support"), self.support_url),
            (words.say("contacts.email", address=self.support_email or ""), mail),
            (words.say("contacts.privacy"), self.privacy_url),
            (words.say("contacts.terms"), self.terms_url),
        )
        yield from ((label, url) for label, url in told if url)

    @property
    def somebody_answers(self) -> bool:
        return bool(self.support_url or self.support_email)


def footer(contacts: Contacts, words: Words) -> list[blocks.Block]:
    """The links in a line; nothing where none is given."""
    links = list(contacts.links(words))
    return [blocks.link_line(links)] if links else []


def help_text(contacts: Contacts, words: Words) -> str:
    """What `/gotano help` says, with the links below it, for a place that Slack reads as mrkdwn."""
    lines = [f"{blocks.escaped(label)}: <{blocks.escaped(url)}>" for label, url in contacts.links(words)]
    return "\n".join([words.say("help.text"), *lines])
