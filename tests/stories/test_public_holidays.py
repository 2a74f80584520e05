"""A rep's public holidays: told from the zone, chosen in the settings, and kept by every nudge."""

from collections.abc import Mapping
from datetime import date

import pytest

from coaching.deal import Reply
from playground import Person
from prompts import public_holidays
from prompts.blocks import VALUE
from prompts.deal_card import SHOW
from prompts.home import EXPORT
from prompts.public_holidays import NONE
from storage.owner import EVERYBODY
from storage.tables import RepRow
from tests.conftest import MakeRig
from tests.rig import Rig
from tests.stories.own_settings import due, lost, now, rep, sent
from tests.stories.scenes import (
    card,
    delete_everything,
    fields_on,
    nudge,
    profile_changes,
    reply,
    values_on,
    words_on,
)

ANA_IN_BERLIN = Person("U0ANA", "Ana Costa", "Europe/Berlin")
WHIT_MONDAY, TUESDAY = "2027-05-17", "2027-05-18 09:30"


@pytest.fixture
def german(make_rig: MakeRig, each_url: str) -> Rig:
    return make_rig(
        database_url=each_url, people=(ANA_IN_BERLIN, Person("U0SAM", "Sam Reed", "America/New_York"))
    )


def fill_country(rig: Rig, country: str) -> None:
    assert rig.ana.view is not None
    [block_id] = [one for one in rig.ana.view["state"]["values"] if one.startswith("country-")]
    rig.ana.fill({block_id: country})


def choose(rig: Rig, country: str, region: str | None = None) -> None:
    rig.ana.command("/gotano", "settings")
    fill_country(rig, country)
    if region:
        rig.ana.fill({f"region-{country}": region})
    assert rig.ana.submit().errors == {}


def late(monkeypatch: pytest.MonkeyPatch, *more: str, less: str = "") -> None:
    """The library's next version: a country has changed its holidays."""
    known = public_holidays.holidays_of

    def changed(place: str, year: int, language: str | None = None) -> Mapping[date, tuple[str, ...]]:
        added = {date.fromisoformat(day): ("Day of Thanks",) for day in more if day.startswith(str(year))}
        kept = {day: names for day, names in known(place, year, language).items() if day.isoformat() != less}
        return kept | added

    monkeypatch.setattr(public_holidays, "holidays_of", changed)


def test_a_nudge_that_would_fall_on_a_holiday_comes_the_day_after_and_says_why(german: Rig) -> None:
    lost(german, WHIT_MONDAY)
    assert due(german) == TUESDAY
    german.ana.press(SHOW, card(german.ana, german.deals()[0]))
    assert "Monday 17 May 2027. That's Pentecost Monday" in words_on(german.ana.view)
    german.ana.close()
    german.jump()
    assert (sent(german), now(german)) == (1, TUESDAY)
    assert "They named Monday 17 May 2027. That was Pentecost Monday." in words_on(nudge(german.ana))


def test_the_form_of_the_verdict_names_the_holiday_beside_the_date(german: Rig) -> None:
    german.debrief(german.ana, callback_on=WHIT_MONDAY)
    assert "That's Pentecost Monday, so I moved it to your next working day." in str(german.ana.view)


def test_a_snooze_keeps_them_too_and_says_so(german: Rig) -> None:
    lost(german, "2027-05-10")
    german.jump()
    reply(german.ana, Reply.SNOOZE_WEEK)
    assert due(german) == TUESDAY
    german.jump()
    assert "Monday 17 May 2027 was Pentecost Monday." in words_on(nudge(german.ana))


def test_the_settings_show_the_country_of_the_zone_and_keep_following_it(german: Rig) -> None:
    german.ana.command("/gotano", "settings")
    assert values_on(german.ana.view)["country"] == "DE"
    assert values_on(german.ana.view)["region"] == "all"
    german.ana.submit()
    assert rep(german).country is None
    lost(german, WHIT_MONDAY)
    profile_changes(german, "Europe/Lisbon")
    assert due(german) == TUESDAY, "the date that was said stays"
    lost(german, WHIT_MONDAY, "Beta Ltd")
    assert due(german) == "2027-05-17 09:30", "no holiday there"


def test_a_region_has_holidays_of_its_own(german: Rig) -> None:
    lost(german, "2027-05-27", "In Berlin")
    assert due(german) == "2027-05-27 09:30"
    choose(german, "DE", "BY")
    assert (rep(german).country, rep(german).region) == ("DE", "BY")
    assert due(german) == "2027-05-28 09:30", "what is pending moves"
    profile_changes(german, "Europe/Paris")
    assert due(german) == "2027-05-28 09:30", "what was chosen goes before the zone"


def test_none_is_a_choice(german: Rig) -> None:
    choose(german, NONE)
    assert rep(german).country == NONE
    lost(german, WHIT_MONDAY)
    assert due(german) == "2027-05-17 09:30"
    german.ana.command("/gotano", "settings")
    assert values_on(german.ana.view)["country"] == NONE
    assert "region" not in fields_on(german.ana.view)


def test_choosing_a_country_brings_its_regions_and_keeps_what_was_typed(german: Rig) -> None:
    german.ana.command("/gotano", "settings")
    german.ana.fill({"time": "08:15"})
    fill_country(german, "FR")
    assert values_on(german.ana.view)["country"] == "FR"
    assert "region-DE" not in str(german.ana.view)
    fill_country(german, "ES")
    german.ana.fill({"region-ES": "CT"})
    german.ana.submit()
    assert (rep(german).country, rep(german).region) == ("ES", "CT")
    assert f"{rep(german).nudge_time:%H:%M}" == "08:15"


def test_a_rep_of_no_country_is_asked_and_keeps_none_until_they_say(make_rig: MakeRig) -> None:
    rig = make_rig(
        people=(Person("U0ANA", "Ana Costa", "Etc/UTC"), Person("U0SAM", "Sam Reed", "America/New_York"))
    )
    rig.ana.command("/gotano", "settings")
    assert values_on(rig.ana.view)["country"] is None
    assert rig.ana.submit().errors == {}
    lost(rig, WHIT_MONDAY)
    assert due(rig) == "2027-05-17 09:30"
    choose(rig, "FR")
    assert due(rig) == TUESDAY


@pytest.mark.trouble
@pytest.mark.parametrize(
    ("sent_back", "kept"), [("FR", "FR"), ("XQ", None), ("Germany", None), ("DE-BY", None), ("../etc", None)]
)
def test_a_country_that_was_not_offered_is_not_kept(german: Rig, sent_back: str, kept: str | None) -> None:
    german.ana.command("/gotano", "settings")
    german.ana.submit()
    payload = next(one for one in reversed(german.heard) if one.get("type") == "view_submission")
    german.ana.command("/gotano", "settings")
    assert german.ana.view is not None
    payload["view"] = {**german.ana.view, "state": payload["view"]["state"]}
    payload["trigger_id"] = "fresh"
    payload["view"]["state"]["values"]["country-DE"][VALUE]["selected_option"]["value"] = sent_back
    german.ana.send_raw(payload)
    assert rep(german).country == kept


def test_a_country_that_changes_its_holidays_late_moves_what_is_pending(
    german: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(german, "2027-05-19")
    late(monkeypatch, "2027-05-19")
    german.jump()
    assert (sent(german), now(german)) == (0, "2027-05-19 09:30"), "claimed, and put off"
    assert due(german) == "2027-05-20 09:30"
    german.jump()
    german.sweep()
    assert (sent(german), now(german)) == (1, "2027-05-20 09:30")
    assert len(german.ana.messages()) == 2, "the card, and one nudge"


def test_the_card_follows_with_the_rep_s_next_press(german: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    lost(german, "2027-05-19")
    late(monkeypatch, "2027-05-19")
    german.jump()
    german.ana.press(SHOW, card(german.ana, german.deals()[0]))
    assert "Thursday 20 May 2027" in words_on(german.ana.view)


def test_a_holiday_that_is_dropped_late_leaves_the_date_that_was_said(
    german: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(german, WHIT_MONDAY)
    late(monkeypatch, less=WHIT_MONDAY)
    german.jump()
    assert (sent(german), now(german)) == (1, TUESDAY)
    assert "They named Monday 17 May 2027." in words_on(nudge(german.ana))


@pytest.mark.trouble
def test_a_country_that_the_library_has_lost_is_none(german: Rig) -> None:
    lost(german, WHIT_MONDAY, "Before Ltd")
    with german.db.write(EVERYBODY) as session:
        for row in session.query(RepRow):
            row.country, row.region = "XQ", "YZ"
    lost(german, WHIT_MONDAY)
    assert due(german) == "2027-05-17 09:30"
    german.ana.command("/gotano", "settings")
    assert values_on(german.ana.view)["country"] is None


def test_what_a_rep_chose_is_in_their_export_and_goes_with_everything_else(german: Rig) -> None:
    lost(german)
    choose(german, "DE", "BY")
    german.ana.open_home()
    german.ana.press(EXPORT, "home")
    files = str([file.content for file in german.slack.files])
    assert '"country": "DE"' in files
    assert '"region": "BY"' in files
    delete_everything(german.ana)
    assert (rep(german).country, rep(german).region) == (None, None)
