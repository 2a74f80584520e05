"""What a rep does with all of their data is in the audit trail: who, when and how much, and no word of it."""

from datetime import timedelta

from bot.jobs import JOBS, JobContext
from prompts.home import EXPORT
from storage.audit import By, Entry, Event, trail
from storage.owner import EVERYBODY
from tests.conftest import MakeRig
from tests.rig import MONDAY, TEAM, Rig
from tests.stories.scenes import delete_everything, lost

(FORGET,) = (job for job in JOBS if job.name == "forget old audit entries")


def kept(rig: Rig) -> list[Entry]:
    with rig.db.read(EVERYBODY) as session:
        return list(trail(session))


def by_ana(what: Event, deals: int) -> Entry:
    return Entry(MONDAY, what, By.REP, "U0ANA", TEAM, "U0ANA", {"lost_deals": deals})


def test_an_export_and_deleting_everything_are_told(some_rig: Rig) -> None:
    rig = some_rig
    lost(rig, "Dana Reyes, Acme", words="Secret")
    lost(rig, "Birch")
    rig.ana.command("/gotano", "export")
    rig.ana.open_home()
    rig.ana.press(EXPORT, "home")
    delete_everything(rig.ana)
    assert kept(rig) == [by_ana(Event.EXPORT, 2), by_ana(Event.EXPORT, 2), by_ana(Event.ERASE, 2)]
    assert not [word for word in ("Dana", "Birch", "Secret") if word in str(kept(rig))]


def test_an_export_of_nothing_and_one_lost_deal_less_are_nothing_to_tell(rig: Rig) -> None:
    rig.ana.command("/gotano", "export")
    lost(rig)
    assert kept(rig) == []


def test_an_export_that_is_delivered_twice_is_told_once(rig: Rig) -> None:
    lost(rig)
    rig.ana.command("/gotano", "export")
    rig.ana.send_raw(rig.heard[-1])
    assert kept(rig) == [by_ana(Event.EXPORT, 1)]


def test_an_entry_goes_when_its_time_is_over(make_rig: MakeRig, each_url: str) -> None:
    rig = make_rig(database_url=each_url, environ={"GOTANO_AUDIT_DAYS": "7"})
    lost(rig)
    rig.ana.command("/gotano", "export")
    for days, left in ((7, 1), (1, 0)):
        rig.clock.move(days=days)
        FORGET.run(JobContext(rig.services, rig.where))
        assert len(kept(rig)) == left
    assert rig.services.audit_kept == timedelta(days=7)
