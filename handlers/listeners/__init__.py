"""What Slack may ask of the bot, one file for each surface that a rep sees. Each has its `register`."""

from slack_bolt import App

from handlers.listeners import (
    app_home,
    app_lifecycle,
    calendar,
    command,
    counting_in,
    deal_card,
    deal_deletion,
    deal_forms,
    deal_view,
    debrief_entry,
    debrief_screens,
    draft_note,
    import_list,
    more,
    notes,
    nudge_reply,
    offers,
    one_answer,
    open_again,
    own_words,
    plain_message,
    prep,
    quick_debrief,
    settings,
    share,
    team,
    user_change,
    verdict_screen,
    week_note,
    workflow_step,
)

_SURFACES = (
    command,
    debrief_entry,
    debrief_screens,
    quick_debrief,
    draft_note,
    verdict_screen,
    one_answer,
    deal_card,
    deal_deletion,
    deal_forms,
    deal_view,
    calendar,
    nudge_reply,
    offers,
    plain_message,
    notes,
    own_words,
    share,
    prep,
    more,
    app_home,
    team,
    counting_in,
    import_list,
    settings,
    open_again,
    week_note,
    workflow_step,
    user_change,
    app_lifecycle,
)


def register(app: App) -> None:
    for surface in _SURFACES:
        surface.register(app)
