"""What stories of lost deals from elsewhere share: a rig with a CRM, and the offers in the DM."""

from typing import Any

from sqlalchemy import select

from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY
from tests.crm import WITH_KEY, Crm, crm
from tests.rig import TEAM, Rig

JSON = dict[str, Any]
HOOKED: dict[str, Any] = {"environ": WITH_KEY}
"""How a rig is made whose bot can keep hooks' secrets."""


def crm_of(rig: Rig, **how: Any) -> Crm:
    return crm(rig.db, rig.server.port, TEAM, rig.clock.now(), **how)


def offers(rig: Rig) -> list[OfferRow]:
    with rig.db.read(EVERYBODY) as session:
        return list(session.scalars(select(OfferRow).order_by(OfferRow.id)))


def statuses(rig: Rig) -> list[str]:
    return [str(row.status) for row in offers(rig)]


def said(rig: Rig, who: Any = None) -> list[JSON]:
    """The messages of the DM, oldest first."""
    return [message for message in (who or rig.ana).messages() if not message["ephemeral"]]


def told_rows(message: JSON) -> int:
    """How many offers a message still asks about."""
    return sum(block["type"] == "actions" for block in message["blocks"])
