"""A token is taken as a bearer's, or as a password: some systems can be given nothing but a name and a password."""

from base64 import b64encode

import pytest

from bot.hook_keys import is_genuine
from storage.hooks import Auth

TOKEN = "gotano_Zx1-_yW"


def basic(pair: str) -> str:
    return f"Basic {b64encode(pair.encode()).decode()}"


@pytest.mark.parametrize(
    "told", [f"Bearer {TOKEN}", f"bearer  {TOKEN} ", basic(f"gotano:{TOKEN}"), basic(f":{TOKEN}")]
)
def test_the_token_is_known_in_the_ways_that_systems_can_send_it(told: str) -> None:
    assert is_genuine(Auth.TOKEN, ["gotano_old", TOKEN], {"HTTP_AUTHORIZATION": told}, b"{}")
    assert not is_genuine(Auth.TOKEN, ["gotano_old"], {"HTTP_AUTHORIZATION": told}, b"{}")
    assert not is_genuine(Auth.TOKEN, [], {"HTTP_AUTHORIZATION": told}, b"{}")


@pytest.mark.parametrize(
    "told",
    [
        "",
        "Bearer",
        "Basic",
        TOKEN,
        f"Basic {TOKEN}",
        f"Digest {TOKEN}",
        basic(TOKEN),
        basic(f"{TOKEN}:"),
        basic(f"{TOKEN}:x"),
        basic(f"gotano:{TOKEN}x"),
        basic(f"a:b:{TOKEN}"),
        "Basic \xe9\udce9",
        "Basic =",
    ],
)
def test_whatever_else_stands_in_the_header_is_no_token(told: str) -> None:
    assert not is_genuine(Auth.TOKEN, [TOKEN], {"HTTP_AUTHORIZATION": told}, b"{}")


def test_a_hook_that_wants_a_signature_takes_no_token() -> None:
    for told in (f"Bearer {TOKEN}", basic(f"gotano:{TOKEN}")):
        assert not is_genuine(Auth.SIGNED, ["whsec_" + "A" * 44], {"HTTP_AUTHORIZATION": told}, b"{}")
