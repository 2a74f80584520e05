"""Files: uploaded in three steps, and refused when their length is another than was announced."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground import Gestures, LocalSlack


def test_a_file_goes_up_in_three_steps_and_shows_in_the_dm(
    slack: LocalSlack, client: WebClient, ana: Gestures
) -> None:
    client.files_upload_v2(channel=ana.dm, filename="deals.csv", content="a,b\n", initial_comment="Yours")
    assert [(file.name, file.content, file.channels) for file in slack.files] == [
        ("deals.csv", b"a,b\n", [ana.dm])
    ]
    assert ana.messages()[0]["text"] == "Yours"
    assert ana.messages()[0]["files"][0]["name"] == "deals.csv"


def test_a_file_longer_or_shorter_than_announced_is_refused(client: WebClient, slack: LocalSlack) -> None:
    begun = client.files_getUploadURLExternal(filename="a.csv", length=4)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": begun["file_id"]}])
    request = urllib.request.Request(begun["upload_url"], data=b"abc", method="POST")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request)  # noqa: S310
    assert slack.files == []
