"""What was parked while a token was dead goes on as soon as it is renewed; nobody has to install anything."""

import pytest
from sqlalchemy import select, text, update

from storage.offer_parking import park_offers
from storage.offer_tables import OfferRow
from storage.outbox_tables import OutboxRow, Target
from storage.owner import EVERYBODY, Owner
from storage.records import PARKED, PENDING
from storage.sent_nudges import park_all
from storage.tables import NudgeRow
from storage.workspaces import mark_uninstalled
from tests.oauth.rig import OAuthRig
from tests.oauth.test_token_renewal import HOUR, ends_in, renewals
from tests.rig import ANA, SAM, TEAM
from tests.storage.told import in_and_out

EXPIRED = "token_expired"


@pytest.fixture
def parked(rotating: OAuthRig) -> OAuthRig:
    """Two reps' nudges, an offer and the end of a step were tried with a dead token until they were parked."""
    rig = rotating
    rig.install()
    rig.debrief(rig.ana)
    rig.debrief(rig.sam)
    now = rig.clock.now()
    with rig.db.write(EVERYBODY) as session:
        in_and_out(session, Owner(TEAM, ANA.id), now)
        park_all(session, TEAM, EXPIRED, now)
        park_offers(session, TEAM, EXPIRED, now)
        ends = update(OutboxRow).where(OutboxRow.target == Target.STEP)
        session.execute(ends.values(status=PARKED, failed_at=now, failure=EXPIRED))
    return rig


def what_is_parked(rig: OAuthRig) -> dict[str, list[str]]:
    with rig.db.read(EVERYBODY) as session:
        nudges = select(NudgeRow.rep).where(NudgeRow.status == PARKED).order_by(NudgeRow.rep)
        offers = select(OfferRow.rep).where(OfferRow.failed_at.is_not(None))
        ends = select(OutboxRow.rep).where(OutboxRow.target == Target.STEP, OutboxRow.status == PARKED)
        found = {"nudges": nudges, "offers": offers, "ends of steps": ends}
        return {name: list(session.scalars(query)) for name, query in found.items()}


def leaves(rig: OAuthRig, rep: str) -> None:
    """Slack said of them that there is nobody to write to."""
    with rig.db.write(EVERYBODY) as session:
        session.execute(update(NudgeRow).where(NudgeRow.rep == rep).values(failure="user_disabled"))


@pytest.mark.trouble
def test_it_goes_on_but_for_whoever_left(parked: OAuthRig) -> None:
    rig = parked
    leaves(rig, SAM.id)
    rig.clock.move(weeks=29)
    ends_in(rig, -HOUR)
    rig.where.renew()
    assert len(renewals(rig)) == 1
    assert what_is_parked(rig) == {"nudges": [SAM.id], "offers": [], "ends of steps": []}
    rig.sweep()
    assert len(rig.ana.messages()) > 1, "more than the card"


def test_a_token_that_was_still_good_had_parked_nothing(parked: OAuthRig) -> None:
    rig = parked
    before = what_is_parked(rig)
    ends_in(rig, HOUR)
    rig.where.renew()
    assert len(renewals(rig)) == 1
    assert what_is_parked(rig) == before


@pytest.mark.trouble
def test_nothing_is_woken_where_the_bot_was_removed_meanwhile(parked: OAuthRig) -> None:
    """The news is stored, and the token not taken away yet, when its renewal comes back."""
    rig = parked
    before = what_is_parked(rig)
    ends_in(rig, -HOUR)
    with rig.db.write(EVERYBODY) as session:
        mark_uninstalled(session, TEAM, rig.clock.now(), rig.clock.now())
        assert session.execute(text("SELECT count(*) FROM slack_bots")).scalar_one() == 1
    rig.where.renew()
    assert len(renewals(rig)) == 1
    assert what_is_parked(rig) == before
    with rig.db.read(EVERYBODY) as session:
        assert PENDING not in session.scalars(select(NudgeRow.status)).all()
