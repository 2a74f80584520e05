"""A port that somebody has already: the demo goes to another one and works there, the bot says what to do."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo import Demo
from playground import Identity, LocalSlack, Person
from tests.bot.processes import Process
from tests.playground.calls import asked


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def test_a_demo_on_a_taken_port_has_another_one_and_its_page_answers(taken: int, tmp_path: Path) -> None:
    demo = Demo(tmp_path, taken)
    demo.start()
    try:
        assert not demo.slack.url.endswith(f":{taken}")
        typed = {"user": "U0ANA", "text": "/gotano help"}
        status, _ = asked(demo.slack, "POST", "/ui/command", typed)
        ana = demo.slack.person("U0ANA")
        ana.wait(ana.messages)
        assert status == 200
    finally:
        demo.stop()


def test_a_bot_on_a_taken_port_says_what_to_do(taken: int, tmp_path: Path) -> None:
    with LocalSlack([Person("U0ANA", "Ana Costa", "Europe/Lisbon")], Identity()) as slack:
        told = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(taken),
        }
        process = Process(tmp_path, "bot run", told)
        said = process.wait_for(r"gotano: (.+)")
        assert process.ended() == 2
        process.close()
    assert str(taken) in said
    assert "another port" in said
