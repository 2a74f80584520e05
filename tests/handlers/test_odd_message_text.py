"""A message of any shape is read, whatever of it is missing or of another type."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.slack.message_text import read_message

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
