"""A rep's words go along to other systems only where they said so, and are asked only where there is one."""

import pytest

from storage.export import export_own
from storage.hooks import remove_hook
from storage.owner import EVERYBODY, Owner
from tests.conftest import MakeRig
from tests.rig import TEAM, Rig
from tests.stories.own_settings import rep, settings
from tests.stories.receivers import ENVIRON, hook, receiving
from tests.stories.scenes import fields_on, lost


@pytest.fixture
def told(make_rig: MakeRig, each_url: str) -> Rig:
    rig = make_rig(database_url=each_url, environ=ENVIRON)
    lost(rig)
    with receiving() as receiver:
        hook(rig, receiver)
    return rig


def asked(rig: Rig) -> bool:
    rig.ana.command("/gotano", "settings")
    shown = "words_along" in fields_on(rig.ana.view)
    rig.ana.close()
    return shown


def test_nobody_is_asked_where_no_hook_goes_out(told: Rig) -> None:
    assert asked(told)
    with told.db.write(EVERYBODY) as session:
        remove_hook(session, 1, told.clock.now())
    assert not asked(told)


def test_it_is_off_until_it_is_chosen_and_off_again_when_the_rep_says_so(told: Rig) -> None:
    assert not rep(told).words_go_out
    settings(told, words_along=["yes"])
    assert rep(told).words_go_out
    settings(told, words_along=[])
    assert not rep(told).words_go_out


def test_saving_other_settings_leaves_the_choice_and_since_when_it_holds(told: Rig) -> None:
    settings(told, words_along=["yes"])
    since = told.clock.now()
    told.clock.move(days=1)
    settings(told, week_note=["yes"])
    with told.db.read(Owner(TEAM, "U0ANA")) as session:
        (row,) = export_own(session, Owner(TEAM, "U0ANA"))
    assert row["words_go_out_since"] == since.isoformat().replace("+00:00", "Z")


def test_the_choice_outlives_a_form_on_which_it_was_not_asked(told: Rig) -> None:
    settings(told, words_along=["yes"])
    with told.db.write(EVERYBODY) as session:
        remove_hook(session, 1, told.clock.now())
    settings(told, week_note=["yes"])
    assert rep(told).words_go_out
