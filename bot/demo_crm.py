"""The demo's CRM: its deals, and the two hooks that join it with the bot."""

from bot.clock import real_now
from bot.lost_deals_hook import PATH
from bot.settings import Settings
from playground import EVENTS, CrmDeal, CrmLink
from storage.database import Database
from storage.hooks import Direction, add_hook
from storage.outbox_tables import EventName
from storage.owner import EVERYBODY
from storage.secrets import Vault


def crm_deals(owner: str) -> list[CrmDeal]:
    """Of one person: what they have on the go."""
    return [
        CrmDeal("D-1", "Maya Lindqvist", "Fjord Logistics", "18,000", "Proposal", owner),
        CrmDeal("D-2", "Tom Okafor", "Okafor Dental", "4,500", "Demo", owner),
        CrmDeal("D-3", "Rita Duarte", "Duarte Foods", "32,000", "Negotiation", owner),
    ]


def link_crm(settings: Settings, db: Database, team: str, port: int, crm_url: str) -> CrmLink:
    """Makes both hooks: lost deals come in at the bot's `port`, what was learned goes out to `crm_url`."""
    vault, now = Vault(settings.encryption_keys), real_now()
    with db.write(EVERYBODY) as session:
        hook_id, secret = add_hook(session, vault, team, Direction.IN, now)
        _, events_secret = add_hook(
            session, vault, team, Direction.OUT, now, url=f"{crm_url}{EVENTS}", events=list(EventName)
        )
    return CrmLink(f"http://127.0.0.1:{port}{PATH}/{hook_id}", secret, events_secret, crm_url)
