"""What happens when something happens, from Slack or from the clock.

A handler reads what came, decides with `coaching`, stores with `storage` and answers with `prompts`. It gets the
`Desk` from the request's context. Here is the whole list; the clock's handler is `nudge_due.send_due`.
"""

from slack_bolt import App

from handlers import (
    card,
    commands,
    debrief,
    debrief_begins,
    drafts,
    forms,
    home,
    installed,
    nudge_reply,
    rep,
    settings,
    share,
    verdict,
)


def register(app: App) -> None:
    commands.register(app)
    debrief_begins.register(app)
    debrief.register(app)
    drafts.register(app)
    verdict.register(app)
    card.register(app)
    forms.register(app)
    nudge_reply.register(app)
    share.register(app)
    home.register(app)
    settings.register(app)
    rep.register(app)
    installed.register(app)
