"""Installing: from the install page over Slack's consent to the first nudge."""

import re

from sqlalchemy import select, text

from bot.check import check
from bot.manifest import ASKED_SCOPES, OPTIONAL_SCOPES
from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY
from storage.records import PENDING
from storage.secrets import Vault
from storage.tables import NudgeRow
from tests.oauth.browser import COOKIE, Browser
from tests.oauth.conftest import MakeOAuth
from tests.oauth.rig import KEY, OTHER, OAuthRig
from tests.rig import TEAM
from tests.stories.lists import imported


def test_the_whole_way_from_the_install_page_to_a_nudge(each_rig: OAuthRig) -> None:
    rig = each_rig
    done = rig.install()
    assert "Test & Sons" in done.words
    assert "/gotano" in done.words
    rig.debrief(rig.ana)
    assert len(rig.ana.messages()) == 1, "the card"
    rig.jump()
    assert len(rig.ana.messages()) == 2, "and the nudge"
    assert rig.deals()[0].prospect == "Dana Reyes, Acme"


def test_the_token_is_stored_encrypted_and_opens_with_the_key(make_each: MakeOAuth) -> None:
    rig = make_each(rotating=True)
    rig.install()
    with rig.db.read(EVERYBODY) as session:
        (row,) = session.execute(text("SELECT * FROM slack_bots")).mappings()
    assert rig.slack.bot_token not in str(dict(row))
    assert not re.search(r"xox[bep]", str(dict(row)))
    vault = Vault([KEY])
    assert vault.open(row["bot_token"]) == rig.slack.bot_token
    assert vault.open(row["bot_refresh_token"]).startswith("xoxe-1-")
    assert row["is_enterprise_install"] in (False, 0)


def test_the_consent_asks_for_the_manifest_s_scopes_and_nobody_s_own_token(rig: OAuthRig) -> None:
    link = Browser().ask(f"{rig.url}/slack/install")
    asked = re.search(r"[?&]scope=([^&]*)", link)
    assert asked
    assert set(asked[1].replace("%3A", ":").split("%2C")) == set(ASKED_SCOPES)
    assert re.search(r"[?&]user_scope=(&|$)", link) or "user_scope" not in link


def test_an_optional_scope_that_is_set_is_asked_for_and_opens_its_part(make_each: MakeOAuth) -> None:
    """Through the install page alone: nobody adds anything to its address by hand."""
    rig = make_each()
    rig.install()
    assert rig.ana.command("/gotano", "import").ok
    assert rig.ana.view is None, "without the scope it says so"
    rig.restart(GOTANO_OPTIONAL_SCOPES="files:read")
    rig.install()
    assert rig.services.may(TEAM, "files:read")
    assert imported(rig.ana)
    with rig.db.read(EVERYBODY) as session:
        assert set(session.scalars(select(OfferRow.prospect))) == {"Dana Reyes", "Eli Stone"}


def test_check_says_of_each_workspace_what_is_optional_and_was_not_granted(rig: OAuthRig) -> None:
    rig.add()
    rig.install()
    rig.install(OTHER, more_scopes=",".join(OPTIONAL_SCOPES))
    rig.restart()
    (line,) = [one for one in check(rig.environ) if "optional" in one.text and "settings" not in one.text]
    assert (line.fine, line.text.split()[0]) == (True, TEAM)
    for scope in {*OPTIONAL_SCOPES} - {"im:history"}:
        lost = OPTIONAL_SCOPES[scope].partition("; ")[2]
        assert lost.startswith("without it")
        assert f"{scope} ({lost})" in line.text
    assert "im:history" not in line.text, "it was granted"


def test_a_public_address_is_told_to_slack_and_used_again(rig: OAuthRig) -> None:
    """With GOTANO_URL the redirect address is named at both ends, as Slack wants it."""
    rig.restart(GOTANO_URL="https://bot.example/")
    rig.slack.redirect_urls[:] = ["https://bot.example/slack/oauth_redirect"]
    browser = Browser()
    back = browser.consent(browser.ask(f"{rig.url}/slack/install"), TEAM)
    assert back.startswith("https://bot.example/slack/oauth_redirect?")
    assert browser.open(back.replace("https://bot.example", rig.url)).status == 200
    assert rig.slack.person("U0ANA").command("/gotano", "help").ok


def test_a_cancelled_installation_stores_nothing_and_can_be_begun_again(rig: OAuthRig) -> None:
    browser = Browser()
    before = rig.everything()
    back = browser.consent(browser.ask(f"{rig.url}/slack/install"), TEAM, "cancel")
    page = browser.open(back)
    assert "error=access_denied" in back
    assert page.status == 200
    assert "nothing was installed" in page.words
    assert page.link == "/slack/install"
    assert rig.everything() == before
    assert browser.install(f"{rig.url}/slack/install", TEAM).status == 200


def test_the_state_is_gone_after_it_was_used_and_so_is_the_cookie(rig: OAuthRig) -> None:
    browser = Browser()
    link = browser.ask(f"{rig.url}/slack/install")
    assert COOKIE in browser.cookies
    cookie = next(iter(browser.jar))
    assert cookie.secure
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert browser.open(browser.consent(link, TEAM)).status == 200
    assert browser.cookies == {}
    with rig.db.read(EVERYBODY) as session:
        assert session.execute(text("SELECT count(*) FROM slack_oauth_states")).scalar_one() == 0


def test_states_of_installations_that_were_never_finished_are_swept_away(
    rig: OAuthRig,
) -> None:
    for _ in range(3):
        Browser().open(f"{rig.url}/slack/install")
    with rig.db.write(EVERYBODY) as session:
        session.execute(text("UPDATE slack_oauth_states SET expire_at = '2020-01-01 00:00:00'"))
    rig.sweep()
    with rig.db.read(EVERYBODY) as session:
        assert session.execute(text("SELECT count(*) FROM slack_oauth_states")).scalar_one() == 0


def test_what_was_due_before_somebody_installed_anew_goes_on(rig: OAuthRig) -> None:
    """The second install of a workspace that never left changes no date."""
    rig.add(OTHER)
    rig.install()
    rig.debrief(rig.ana)
    before = [(n.due_at, n.status) for n in _nudges(rig)]
    rig.install()
    assert [(n.due_at, n.status) for n in _nudges(rig)] == before
    assert before[0][1] == PENDING


def _nudges(rig: OAuthRig) -> list[NudgeRow]:
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(select(NudgeRow)))


def test_home_is_published_anew_after_an_install_whatever_it_showed(some_rig: OAuthRig) -> None:
    rig = some_rig
    rig.install()
    rig.ana.open_home()
    rig.ana.open_home()
    assert published(rig) == 1
    rig.install()
    rig.ana.open_home()
    rig.ana.open_home()
    assert published(rig) == 1, "once more, and then it is there"


def published(rig: OAuthRig) -> int:
    """How often since the last install."""
    return sum(call.method == "views.publish" for call in rig.slack.calls)
