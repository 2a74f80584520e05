"""Lists of lost deals as a rep hands them in."""

from sqlalchemy import select

from playground import Gestures, Submission
from prompts.import_form import DATES, FIELD
from storage.offer_tables import OfferRow
from storage.owner import EVERYBODY
from tests.rig import Rig
from tests.stories.scenes import words_on

HEAD = "prospect,company,lost_on,reason,amount,link,id"
DANA = "Dana Reyes,Acme,2026-03-31,Too dear,12000,https://crm.example/1,D-1"
ELI = "Eli Stone,Birch,2025-11-03,,,,D-2"
LIST = f"{HEAD}\n{DANA}\n{ELI}\n"


def handed_in(who: Gestures, content: str | bytes = LIST, dates: str | None = None) -> Submission:
    """`/gotano import`, a file and *Look at it*; the form is open before, or is opened."""
    if who.view is None:
        assert who.command("/gotano", "import").ok
    data = content if isinstance(content, bytes) else content.encode()
    who.fill({FIELD: [who.hand_in("lost.csv", data)], DATES: dates})
    return who.submit()


def imported(who: Gestures, content: str | bytes = LIST) -> str:
    """The same, and taken in; what is said then."""
    assert handed_in(who, content).action == "updated"
    assert who.submit().action == "updated"
    said = words_on(who.view)
    who.close()
    return said


def offers(rig: Rig) -> list[OfferRow]:
    """Everybody's, as they came."""
    with rig.db.read(EVERYBODY) as session:
        found = list(session.scalars(select(OfferRow).order_by(OfferRow.id)))
        session.expunge_all()
        return found
