"""Where messages stand about what is deleted: also one that is being noted at that moment."""

from concurrent.futures import ThreadPoolExecutor, wait

from coaching.kinds import Kind
from storage.database import Database
from storage.deals import delete_all
from storage.leftovers import due_leftovers, leave, leave_for_taking_back, settle_leftovers
from storage.owner import EVERYBODY
from storage.shares import begin_share, mark_shared
from tests.storage.made import ANA, MONDAY, lose


def left(db: Database) -> list[tuple[str, str]]:
    with db.read(EVERYBODY) as session:
        return [(one.channel, one.ts) for one in due_leftovers(session, MONDAY, 10)]


def test_a_lesson_that_is_being_noted_while_everything_is_deleted_is_left_as_well(db: Database) -> None:
    with db.write(ANA) as session:
        deal = lose(session)
        share = begin_share(session, deal.id, "C0LESSONS", "V1", MONDAY, "Ask", Kind.NOT_NOW)
    assert share

    def delete() -> None:
        with db.write(ANA) as session:
            leave_for_taking_back(session, ANA, MONDAY)
            delete_all(session, ANA)

    with ThreadPoolExecutor(1) as beside:
        with db.write(ANA) as session:
            assert mark_shared(session, share, "1.0")
            deleting = beside.submit(delete)
            wait([deleting], timeout=0.3)
        deleting.result()
    assert left(db) == [("C0LESSONS", "1.0")]


def test_what_was_left_of_the_same_message_by_another_stays(db: Database) -> None:
    with db.write(ANA) as session:
        mine = leave(session, ANA, [("D0ANA", "1.0"), ("D0ANA", None), ("D0ANA", "2.0")], MONDAY)
    with db.write(ANA) as session:
        leave(session, ANA, [("D0ANA", "1.0")], MONDAY)
    with db.write(ANA) as session:
        settle_leftovers(session, list(mine.values()))
    assert left(db) == [("D0ANA", "1.0")]
