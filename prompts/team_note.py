"""A team's weekly note: the message in the channel, the form that chooses one, and what the team's page says of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from coaching.kinds import Kind
from coaching.team_note import Heard, KindHeard
from prompts import blocks
from prompts.playbook import Playbook
from prompts.team_numbers import part_told
from prompts.view_state import Unreadable, values
from prompts.words import Words

CHOOSE = "team_note_choose"
STOP = "team_note_stop"
FORM = "team_note"
CHANNEL = "channel"
"""The field of the form."""
_STOP_BLOCK = "team-note-stop"
_ON_PAGE = "page"
_WORKSPACE = 0
_TURNS = ("one", "two")
"""Of each kind; they take turns."""
_LESSON = 1400
"""Characters; as many as can be shared."""


@dataclass(frozen=True)
class Lesson:
    """A lesson that somebody shared, with the kind of its no; `won` where that deal came back."""

    text: str
    kind: Kind
    won: bool


def team_note(
    heard: Heard, lesson: Lesson | None, week: date, group: int | None, playbook: Playbook
) -> blocks.Message:
    """What was heard, one shared lesson, one question for the team meeting; and a button that stops it.

    `group` is the id of the group whose note it is, None for the workspace.
    """
    say = playbook.words.say
    title, first = say("team_note.title"), _all(heard, playbook)
    kinds = [_kind(one, heard, playbook) for one in heard.kinds]
    asked, question = say("team_note.question"), say(_question(heard.kinds[0].kind, week))
    lines = [title, first, *kinds]
    parts = [blocks.header(title), blocks.titled_list(first, kinds)]
    if lesson:
        what = "win" if lesson.won else "posted"
        about = say(f"share.{what}_kind", kind=playbook.kinds[lesson.kind].label)
        lines += [say(f"share.{what}_intro"), about, blocks.cut(lesson.text, _LESSON)]
        parts += [blocks.context(say(f"share.{what}_intro")), blocks.quote(about, lesson.text)]
    lines += [asked, question, say("team_note.whose")]
    stop = blocks.actions(_STOP_BLOCK, [blocks.button(say("team_note.stop"), STOP, str(group or _WORKSPACE))])
    parts += [blocks.titled(asked, question), blocks.context(say("team_note.whose")), stop]
    return blocks.message(lines, parts)


def stopped(shown: Sequence[blocks.Block], text: str, playbook: Playbook) -> blocks.Message:
    """The note as it stands in the channel, without its button, and with who may start it again."""
    left = [block for block in shown if block.get("block_id") != _STOP_BLOCK]
    said = playbook.words.say("team_note.stopped")
    return {"text": f"{text}\n{blocks.escaped(said)}", "blocks": [*left, blocks.context(said)]}


def note_form(chosen: str | None, playbook: Playbook) -> blocks.View:
    """`chosen` is the channel it goes to now."""
    say = playbook.words.say
    only = {
        "include": ["public", "private"],
        "exclude_external_shared_channels": True,
        "exclude_bot_users": True,
    }
    select: blocks.Block = {"type": "conversations_select", "action_id": blocks.VALUE, "filter": only}
    select |= {"initial_conversation": chosen} if chosen else {}
    hint = say("team_note.channel_hint")
    shown = [
        blocks.paragraph(say("team_note.explains")),
        blocks.field(CHANNEL, say("team_note.channel"), select, hint=hint),
        blocks.context(say("team_note.anybody")),
    ]
    title, save = say("team_note.form_title"), say("team_note.save")
    return blocks.modal(FORM, title, shown, close=say("screens.cancel"), submit=save)


def read_note_channel(view: Mapping[str, Any]) -> str:
    return values(view).get(CHANNEL) or ""


def read_stop(action: Mapping[str, Any]) -> tuple[bool, int | None]:
    """Whether a note itself was to be stopped, and not the page's own; and which group's it is."""
    value = action.get("value")
    if value == _ON_PAGE:
        return False, None
    try:
        return True, int(str(value)) or None
    except ValueError:
        raise Unreadable("actions.0.value") from None


def note_part(channel: str | None, words: Words) -> list[blocks.Block]:
    """On the team's page: where the note goes, who may stop and start it, and when it says nothing."""
    if channel is None:
        button = blocks.button(words.say("team_note.choose"), CHOOSE, "choose")
        return [blocks.context(words.say("team_note.none")), blocks.actions("team_note", [button])]
    buttons = [
        blocks.button(words.say("team_note.change"), CHOOSE, "change"),
        blocks.button(words.say("team_note.stop"), STOP, _ON_PAGE),
    ]
    goes = blocks.about_channel(words.texts["team_note.goes"], channel)
    return [goes, blocks.context(words.say("team_note.anybody")), blocks.actions("team_note", buttons)]


def note_ended(why: str, channel: str, which: str, playbook: Playbook) -> blocks.Message:
    """To whoever chose it, once. `which` tells this end from others of the same channel's."""
    words = playbook.words
    text = words.say(f"team_note.ended_{why}")
    about = blocks.about_channel(words.texts["team_note.ended"], channel) | {
        "block_id": _ended(channel, which)
    }
    return blocks.message([words.say("team_note.ended_text"), text], [about, blocks.context(text)])


def tells_end(message: Mapping[str, Any], channel: str, which: str) -> bool:
    """Whether a message in the DM is this one."""
    return any(block.get("block_id") == _ended(channel, which) for block in message.get("blocks", ()))


def _ended(channel: str, which: str) -> str:
    return f"team-note-ended-{channel}" + (f"-{which}" if which else "")


def _all(heard: Heard, playbook: Playbook) -> str:
    words = playbook.words
    facts: dict[str, object] = {"noes": words.count("noes", heard.all)}
    if heard.before is None:
        return words.say("team_note.noes", **facts)
    return words.say("team_note.noes_before", **facts, before=heard.before)


def _kind(one: KindHeard, heard: Heard, playbook: Playbook) -> str:
    words = playbook.words
    of = words.say(
        "team_page.part", what=playbook.kinds[one.kind].label, of=part_told(one.count, heard.all, playbook)
    )
    if one.before is None:
        return of
    return words.say("team_note.kind_before", kind=of, before=one.before)


def _question(kind: Kind, week: date) -> str:
    return f"team_note.question_{kind}_{_TURNS[week.toordinal() // 7 % len(_TURNS)]}"
