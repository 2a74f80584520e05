"""The audit trail: what was done is kept for its time, outlives what it tells of, and holds ids and counts."""

from datetime import timedelta

from sqlalchemy import select

from storage.audit import By, Entry, Event, forget_old_entries, last_playbook, record, trail
from storage.database import Database
from storage.owner import EVERYBODY
from storage.tables import AuditRow
from storage.workspaces import erase_some, mark_uninstalled
from tests.storage.made import ANA, MONDAY, SAM, lose


def entry(what: Event = Event.EXPORT, days: int = 0, **more: object) -> Entry:
    about = {"by": By.REP, "who": ANA.rep, "team": ANA.team, "rep": ANA.rep} | more
    return Entry(MONDAY + timedelta(days=days), what, **about)  # type: ignore[arg-type]


def put(db: Database, *entries: Entry) -> None:
    with db.write(EVERYBODY) as session:
        for one in entries:
            record(session, one)


def kept(db: Database, team: str | None = None, rep: str | None = None) -> list[Entry]:
    with db.read(EVERYBODY) as session:
        return list(trail(session, team, rep))


def test_the_trail_is_read_as_it_was_written_oldest_first(db: Database) -> None:
    late, early = (
        entry(days=2, details={"lost_deals": 3}),
        entry(Event.REKEY, by=By.SERVER, team=None, rep=None),
    )
    put(db, late, early)
    assert kept(db) == [early, late]


def test_it_is_asked_of_a_workspace_or_a_rep(db: Database) -> None:
    of_sam = entry(who=SAM.rep, rep=SAM.rep)
    put(db, entry(), of_sam, entry(team="T0OTHER"))
    assert kept(db, ANA.team, SAM.rep) == [of_sam]
    assert len(kept(db, ANA.team)) == 2


def test_what_was_rolled_back_was_not_done(db: Database) -> None:
    try:
        with db.write(EVERYBODY) as session:
            record(session, entry())
            raise RuntimeError
    except RuntimeError:
        assert kept(db) == []


def test_old_entries_go_and_the_newest_of_the_playbook_stays(db: Database) -> None:
    first, newest = (
        entry(Event.PLAYBOOK, days, by=By.BOT, who=None, team=None, rep=None, details={"files": {}})
        for days in (0, 1)
    )
    young = entry(days=10)
    put(db, first, newest, entry(days=2), young)
    with db.write(EVERYBODY) as session:
        forget_old_entries(session, MONDAY + timedelta(days=10))
        assert last_playbook(session) == newest
    assert kept(db) == [newest, young]


def test_without_a_playbook_everything_old_goes(db: Database) -> None:
    put(db, entry(), entry(days=1))
    with db.write(EVERYBODY) as session:
        forget_old_entries(session, MONDAY + timedelta(days=1))
    assert kept(db) == [entry(days=1)]


def test_an_erased_workspace_leaves_its_entry_once_all_is_gone(db: Database) -> None:
    with db.write(ANA) as session:
        for name in ("Acme", "Birch", "Cedar"):
            lose(session, name, words="Secret")
    put(db, entry())
    done = entry(Event.ERASE, by=By.SERVER, who="root", rep=None)
    more, seen = True, []
    while more:
        with db.write(EVERYBODY) as session:
            more = erase_some(session, ANA.team, 2, done)
        seen.append(done in kept(db))
    assert seen == [False, True]
    assert kept(db) == [entry(), done], "what it tells of earlier exports outlives the erasure"


def test_news_of_an_uninstall_that_comes_again_is_told_once(db: Database) -> None:
    for minutes in range(3):
        with db.write(EVERYBODY) as session:
            mark_uninstalled(session, ANA.team, MONDAY, MONDAY + timedelta(minutes=minutes))
    assert kept(db) == [Entry(MONDAY, Event.UNINSTALL, By.SLACK, team=ANA.team)]


def test_a_rep_reads_of_themselves_alone(db: Database) -> None:
    put(db, entry(), entry(who=SAM.rep, rep=SAM.rep), entry(Event.REKEY, by=By.SERVER, team=None, rep=None))
    with db.read(ANA) as session:
        assert session.scalars(select(AuditRow.rep)).all() == [ANA.rep]
