"""Secrets of the settings stay there: they are neither stored nor told."""

from pathlib import Path

import pytest

from bot.check import check
from playground import LocalSlack
from storage.secrets import new_key
from tests.databases import ready
from tests.fuzz.attack import Attack
from tests.rig import ANA


def test_no_secret_of_the_settings_is_in_the_database(attack: Attack) -> None:
    """Not in any byte of its files, after a whole journey."""
    slack = attack.rig.slack
    for file in attack.folder.glob("gotano.db*"):
        kept = file.read_bytes()
        assert slack.bot_token.encode() not in kept
        assert slack.signing_secret.encode() not in kept


@pytest.mark.parametrize("known", [True, False], ids=["good ones", "wrong ones"])
def test_no_secret_of_the_settings_is_in_what_check_says(tmp_path: Path, known: bool) -> None:
    url, key = f"sqlite:///{tmp_path / 'gotano.db'}", new_key()
    ready(url).close()
    with LocalSlack([ANA]) as slack:
        token = slack.bot_token if known else "xoxb-secret-and-wrong"
        secrets = {
            "SLACK_BOT_TOKEN": token,
            "SLACK_SIGNING_SECRET": "signing-secret-1234567",
            "SLACK_CLIENT_SECRET": "client-secret-1234567",
            "GOTANO_ENCRYPTION_KEY": key,
            "SLACK_APP_TOKEN": "xapp-secret-and-wrong",
        }
        environ = {"DATABASE_URL": url, "SLACK_API_URL": slack.api_url, "SLACK_CLIENT_ID": "1.2", "PORT": "0"}
        said = " ".join(finding.text for finding in check(environ | secrets))
        assert [name for name, secret in secrets.items() if secret in said] == []
        away = "postgresql+psycopg://gotano:password-1234567@127.0.0.1:1/x"
        said = " ".join(finding.text for finding in check(environ | secrets | {"DATABASE_URL": away}))
        assert "password-1234567" not in said
