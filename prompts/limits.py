"""How long a text may be where it stands in Slack, by its key: what is longer is cut there."""

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache

_ROOM: Mapping[int, str] = {
    # A modal's title, and its buttons at the bottom.
    24: """
        quick.title who.title why.title look.title wrong.title verdict.title edit.title history.title notes.title
        own_words.title prep.title won.title share.title share.win_title settings.title change_date.title
        happened.title still_no.title reopen.title one_more_try.title snooze.title sharpen.one_title digest.form_title
        home.find_title home.deal_title home.export card.delete_title card.delete_confirm card.delete_deny
        screens.cancel screens.close screens.next screens.save screens.verdict home.find share.post
        share.preview_button verdict.done verdict.forget sharpen.save still_no.done counting_in.title
        counting_in.save team_page.title team_note.form_title team_note.save import.title import.look import.take
    """,
    # Buttons: Slack takes more, and shows about so many. Those of what it asks before it deletes something.
    30: """
        card.change_date card.delete card.edit card.happened card.reopen card.share card.show history.button
        notes.button notes.delete own_words.button own_words.again prep.button draft.resume draft.throw_away edit.all
        edit.change digest.answer nudges.undo home.delete_all home.newer home.older home.open_card home.settings
        home.start home.shelf_coming_up home.shelf_lessons home.shelf_let_go home.shelf_open home.shelf_waiting
        home.shelf_won_back home.shelf_button today.decide quick.full quick.sounds screens.back share.withdraw won.ask
        won.share replies.* sharpen.back sharpen.stage sharpen.asked_why sharpen.callback_on sharpen.condition
        sharpen.worth sharpen.first_no sharpen.contract_end sharpen.budget_on sharpen.value sharpen.lesson
        forward.other forward.debrief home.delete_confirm home.delete_deny let_go.sure_confirm let_go.sure_deny
        week_note.stop calendar.button import.stop import.go_on counting_in.yes counting_in.no counting_in.change
        counting_in.leave counting_in.leave_confirm counting_in.leave_deny
        team_page.button team_page.back team_page.chart team_page.csv team_page.period_*
        team_note.stop team_note.choose team_note.change timing.take timing.undo timing.look_after timing.hand_on
        offer.debrief offer.later offer.not_mine hand_over.take hand_over.refuse hand_over.take_all hand_over.earlier
        hand_over.later hand_over.hand_along hand_over.keep
    """,
    # Options of a select, of radio buttons and behind the three dots, with what explains them.
    75: """
        who.stage_* who.asked_why_not_yet who.asked_why_told who.asked_why_dodged why.door_open why.door_ajar
        why.door_closed why.door_*_explains look.worth_* look.first_no_* settings.debrief_* same.known
        same.known_explains same.new value.no_currency language.from_slack verdict.ask_why verdict.go_back
        verdict.follow_up verdict.nurture verdict.let_go verdict.more* verdict.closed_more home.shelf_open_button
        import.day_first import.month_first week_note.setting* holidays.none holidays.none_group holidays.whole_country
        counting_in.workspace counting_in.workspace_explains counting_in.group outbox.setting outbox.setting_explains
    """,
    100: "home.delete_title notes.delete_title let_go.sure_title counting_in.leave_title",
    # Placeholders, and headings.
    150: """
        *placeholder list.title today.title today.soon digest.title card.won_back_title home.welcome home.drafts
        notes.all prep.about nudges.ask_why nudges.go_back nudges.follow_up nudges.nurture nudges.did_they_answer
        nudges.still_talking nudges.one_more_try nudges.look nudges.light_check nudges.recommends nudges.reminder
        verdict.*_line week_note.title team_page.named team_note.title
        offer.title offer.title_many hand_over.offer_title hand_over.given_title hand_over.ended_title
    """,
    300: "card.delete_text home.delete_text notes.delete_text let_go.sure_text let_go.sure_look counting_in.leave_text",
}
_PLACEHOLDER = re.compile(r"\{\w+\}")


@cache
def limit_of(key: str) -> int | None:
    """Characters; None for a text that stands where there is room for any."""
    named, forms = _by_key()
    found = [most for form, most in forms if fnmatchcase(key, form)]
    return min([*found, named[key]] if key in named else found, default=None)


@cache
def _by_key() -> tuple[Mapping[str, int], Sequence[tuple[str, int]]]:
    """The least room of each key that is named, and of each form of keys: nearly all are named."""
    named, forms = dict[str, int](), list[tuple[str, int]]()
    for most, keys in _ROOM.items():
        for key in keys.split():
            if "*" in key:
                forms.append((key, most))
            else:
                named[key] = min(most, named.get(key, most))
    return named, forms


def length_of(text: str) -> int:
    """Characters without what is filled in, which is cut by itself where it is long."""
    return len(_PLACEHOLDER.sub("", text)) if "{" in text else len(text)


def patterns() -> frozenset[str]:
    """Every key, or form of keys, that there is a limit for."""
    return frozenset(one for keys in _ROOM.values() for one in keys.split())
