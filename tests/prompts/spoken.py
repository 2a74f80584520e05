"""What a language says to prospects and to reps, for the tests of its words."""

import re
from collections.abc import Iterator
from functools import cache

from coaching.kinds import Kind
from coaching.plan import Variant
from prompts.kind_words import VerdictWords
from prompts.playbook import Playbook
from prompts.scripts import Script, Version
from tests.prompts.examples import Scene, scenes
from tests.words import shipped_library, shipped_playbook

SCENES = [scene for scene in scenes() if scene[2] is not Variant.CLOSED]


@cache
def playbook_in(language: str) -> Playbook:
    """As a rep who reads that language has it."""
    return Playbook(shipped_library().phrasebooks[language], shipped_playbook().policy)


def words_of(kind: Kind, playbook: Playbook) -> Iterator[tuple[Scene, VerdictWords]]:
    words = playbook.kinds[kind]
    yield from ((scene, words.of(*scene[1:])) for scene in SCENES if scene[0] is kind)


def scripts_in(said: VerdictWords) -> Iterator[Script]:
    yield from (said.say, *([said.reach_out] if said.reach_out else []), *said.tips)


def said_to_them(kind: Kind, playbook: Playbook) -> list[Version]:
    return [one for _, said in words_of(kind, playbook) for script in scripts_in(said) for one in script]


def said_to_the_rep(kind: Kind, playbook: Playbook, quoted: str) -> list[str]:
    """Without what stands in quotes, which is said to somebody else; `quoted` is the pattern of those."""
    told = [one.text for _, said in words_of(kind, playbook) for one in (*said.means, *said.before_next_time)]
    return [re.sub(quoted, "", text) for text in told]


def wrong_sentences(kind: Kind, playbook: Playbook) -> list[str]:
    """What a no means takes two sentences, a lesson at most two: those that do not."""
    ends = re.compile(r"[.?!](?=\s|$)")
    counted = [
        (one.text, len(ends.findall(one.text)), least)
        for _, said in words_of(kind, playbook)
        for lines, least in ((said.means, 2), (said.before_next_time, 0))
        for one in lines
    ]
    return [text for text, count, least in counted if not least <= count <= 2]
