"""The yardstick: one bare Bolt listener, served as the bot is, that acks and opens a view as large as the bot's."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.app import LISTENER_THREADS, drain
from bot.http_server import HttpServer
from bot.manifest import PATH
from bot.routing import Route
from bot.slack_client import slack_client
from bot.stop_signal import StopSignal
from coaching.debrief import Draft
from prompts import debrief_modal
from prompts.debrief_modal import DebriefMetadata, Screen
from prompts.playbook import load_playbook


def build() -> App:
    """Bolt as the bot uses it, without anything of the bot's: the view is rendered once, here."""
    app = App(
        client=slack_client(os.environ["SLACK_BOT_TOKEN"], os.environ["SLACK_API_URL"]),
        signing_secret=os.environ["SLACK_SIGNING_SECRET"],
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS),
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    view = debrief_modal.render(
        Screen.WHO, Draft(prospect="Dana Reyes, Acme"), load_playbook(), DebriefMetadata()
    )

    @app.command("/gotano")
    def on_command(ack: Ack, command: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=view)

    return app


def main() -> None:
    stop = StopSignal()
    app = build()
    server = HttpServer([Route("POST", PATH, SlackRequestHandler(app))], "127.0.0.1", 0)
    server.start()
    print(f"running on http://127.0.0.1:{server.port}", flush=True)
    stop.wait()
    server.close()
    drain(app)


if __name__ == "__main__":
    main()
