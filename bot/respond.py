"""Answers by Slack's response_url, as patient as every other call of the bot's."""

from typing import Any

from slack_bolt import Respond
from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.slack_client import API_SECONDS


class PromptRespond(Respond):
    """Bolt's own waits for 30 s, and posts again when a connection broke: the first may have come."""

    def __init__(self, response_url: str | None, client: WebClient) -> None:
        super().__init__(response_url=response_url, proxy=client.proxy, ssl=client.ssl)

    def __call__(self, text: str = "", **message: Any) -> WebhookResponse:  # type: ignore[override]
        if self.response_url is None:
            raise ValueError("there is no response_url to answer by")
        webhook = WebhookClient(
            self.response_url, timeout=API_SECONDS, ssl=self.ssl, proxy=self.proxy, retry_handlers=[]
        )
        return webhook.send(text=text, **message)
