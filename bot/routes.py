"""The one table of the bot's addresses: a new one is a line here."""

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot.health import Health
from bot.install import HEADERS, INSTALL, REDIRECT
from bot.manifest import PATH
from bot.metrics import Metrics
from bot.overload import TooMuch
from bot.rate_limiter import RateLimiter, rate_limited
from bot.routing import Route
from bot.settings import Settings
from bot.slack_signature import signed_by_slack
from bot.wsgi import Page, page_of, with_headers
from prompts.words import Words

INSTALLS_A_MINUTE = 60
"""Requests of OAuth's pages that are answered a minute: each writes a state, and anybody may ask."""

_TOO_MANY = Page(b"too many installations are begun right now, try again in a minute", "text/plain", 429)


def public_routes(
    settings: Settings, app: App, health: Health, metrics: Metrics, lost_deals: Route, words: Words
) -> list[Route]:
    """What is served at HOST:PORT.

    In Socket Mode Slack's requests do not come this way, and nobody could tell whether they are Slack's.
    """
    slack = SlackRequestHandler(app)
    signed = signed_by_slack(settings.signing_secret)
    installing = with_headers(slack, HEADERS)
    few = rate_limited(RateLimiter(INSTALLS_A_MINUTE), _TOO_MANY)
    by_oauth = settings.many_workspaces
    too_much = TooMuch(words, metrics.refused)
    return [
        Route("POST", PATH, slack, guard=signed, served=not settings.socket_mode, too_late=too_much),
        Route("GET", INSTALL, installing, guard=few, served=by_oauth),
        Route("GET", REDIRECT, installing, guard=few, served=by_oauth),
        lost_deals,
        Route("GET", "/healthz", page_of(health.alive)),
        Route("GET", "/readyz", page_of(health.ready)),
        metrics_route(metrics, served=settings.metrics_beside),
    ]


def metrics_route(metrics: Metrics, served: bool = True) -> Route:
    """For Prometheus; whoever can reach it may read it."""
    page = page_of(lambda: Page(metrics.page(), metrics.CONTENT_TYPE))
    return Route("GET", "/metrics", page, served=served)
