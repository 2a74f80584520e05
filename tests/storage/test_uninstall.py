"""The bot is removed and installed anew at about the same time: what came last holds."""

import threading
from datetime import timedelta

from storage.database import Database
from storage.owner import EVERYBODY
from storage.workspaces import is_uninstalled, mark_installed, mark_uninstalled
from tests.storage.made import ANA, MONDAY


def test_old_news_that_comes_in_the_middle_of_an_installation_changes_nothing(db: Database) -> None:
    before, now = MONDAY + timedelta(minutes=1), MONDAY + timedelta(hours=1)
    really: list[bool] = []

    def old_news() -> None:
        with db.write(EVERYBODY) as session:
            really.append(mark_uninstalled(session, ANA.team, before, now))

    with db.write(EVERYBODY) as session:
        mark_installed(session, ANA.team, MONDAY)
    told = threading.Thread(target=old_news)
    with db.write(EVERYBODY) as session:
        mark_installed(session, ANA.team, now)
        session.flush()
        told.start()
        told.join(0.5)
    told.join()
    assert really == [False]
    with db.read(EVERYBODY) as session:
        assert not is_uninstalled(session, ANA.team)
