"""The parts of which requests are made that no browser and no Slack would send."""

from hypothesis import strategies as st

from bot.routing import BODY_LIMIT
from tests.fuzz.raw import FORM, JSON_TYPE

_NOT_A_CODING = "gzip"
"""The one 5xx that is right: a transfer coding that no server knows (RFC 9112, 6.1)."""

METHODS = st.sampled_from(
    ["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "x", ""]
)
PATHS = st.sampled_from(
    [
        "/slack/events",
        "/slack/install",
        "/slack/oauth_redirect",
        "/slack/oauth_redirect?code=1&state=2",
        "/slack/oauth_redirect?error=%00%ff&state=\u00e9",
        "/slack/oauth_redirect?" + "code=1&" * 2000,
        "/hooks/lost-deals",
        "/hooks/lost-deals/1",
        "/hooks/lost-deals?hook=1",
        "/hooks/lost-deals/\u0661",
        "/healthz",
        "/readyz",
        "/metrics",
        "/",
        "//slack/events",
        "/slack/events/",
        "/slack/../slack/events",
        "/slack/events%00",
        "/%ff%fe",
        "*",
        "http://elsewhere.example/slack/events",
        "/" + "a" * 9000,
    ]
)
BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"",
            b"{",
            b"[]",
            b'"x"',
            b"null",
            b"payload=",
            b"payload=%7B",
            b"payload=null",
            b"payload=[]",
            b"payload=1",
            b"payload={}",
            b"\xff\xfe",
            b"ssl_check=1",
            b"command=/gotano&user_id=U0ANA&team_id=T0TEST",
            b'{"type":"url_verification","challenge":"x"}',
            b'{"enterprise":1}',
            b'{"authorizations":1}',
            b'{"type":"event_callback","event":1}',
            b'{"a":' + b"[" * 100_000,
            b"a=1&" * 100_000,
            b"payload=" + b"%22" * 200_000,
            b"-" * BODY_LIMIT,
        ]
    ),
)
TYPES = st.sampled_from(
    [FORM, JSON_TYPE, "text/plain", "multipart/form-data", "", "application/json; charset=utf-16"]
)
NAMES = st.sampled_from(
    [
        "X-Slack-Signature",
        "X-Slack-Request-Timestamp",
        "X-Slack-Retry-Num",
        "Content-Length",
        "Transfer-Encoding",
        "Content-Encoding",
        "Expect",
        "Cookie",
        "Host",
        "X-Forwarded-For",
        "Upgrade",
    ]
)
VALUES = st.one_of(
    st.text(st.characters(exclude_characters="\r\n"), max_size=20),
    st.sampled_from(
        [
            "",
            "0",
            "-1",
            "1e3",
            "9" * 400,
            "v0=",
            "v0=\u00e9",
            "\u0661",
            "chunked",
            _NOT_A_CODING,
            "slack-app-oauth-state=x",
        ]
    ),
)
SIGNED = st.sampled_from(["not", "rightly", "by another", "long ago"])
