"""What a prospect is called in a script, from whatever a rep types."""

import pytest

from prompts.names import first_name
from tests.prompts.examples import playbook

CALLED = [
    ("Dana Reyes, Acme", "Dana"),
    ("Dana Reyes @ Acme", "Dana"),
    ("Dana Reyes (Acme)", "Dana"),
    ("Acme (Dana Reyes)", "Dana"),
    ("Dana, Acme", "Dana"),
    ("Dana", "Dana"),
    ("Dana Reyes", "Dana"),
    ("  Dana Reyes , Acme ", "Dana"),
    ("dana reyes, acme", "Dana"),
    ("DANA REYES, ACME", "Dana"),
    ("jean-luc moreau, starline", "Jean-Luc"),
    ("Jean-Luc Moreau", "Jean-Luc"),
    ("Marie-Claire Dubois", "Marie-Claire"),
    ("Acme, Dana Reyes", "Dana"),
    ("Acme Inc., Dana Reyes", "Dana"),
    ("Acme: Dana Reyes", "Dana"),
    ("Dana Reyes - Acme", "Dana"),
    ("Acme – Dana Reyes", "Dana"),
    ("Dana Reyes / Acme", "Dana"),
    ("Dana Reyes | Acme", "Dana"),
    ("Dana Reyes at Acme", "Dana"),
    ("Dana Reyes, MBA, Acme", "Dana"),
    ("Smith, John", "John"),
    ("Reyes, Dana, Acme", "Dana"),
    ("Mr Smith, Acme", "Mr Smith"),
    ("Dr. Reyes, Acme", "Dr. Reyes"),
    ("Mr. John Smith, Acme", "John"),
    ("Prof. Dr. Sabine Müller, Acme", "Sabine"),
    ("Sr. García, Acme", "Sr. García"),
    ("Mr. J. Smith, Acme", "Mr. Smith"),
    ("Ana García López, Telefónica", "Ana"),
    ("Anna Maria Silva, Acme", "Anna"),
    ("J. Robert Miller, Acme", "Robert"),
    ("Tanaka Taro, Acme", "Taro"),
    ("山田 太郎、アクメ", "山田 太郎"),
    ("アクメ株式会社、山田太郎", "山田太郎"),
    ("שרה כהן, Acme", "שרה"),
    ("Quenby Oakrest, Acme Ltd", "Quenby"),
]
NOBODY = [
    "Acme",
    "Acme Corp",
    "Acme at Work",
    "Blue Ocean",
    "JP Morgan",
    "Johnson & Johnson",
    ", Acme",
    "CFO, Acme",
    "Head of Procurement, Acme",
    "J. Smith, Acme",
    "D. Reyes",
    "van der Berg, Acme",
    "Acme, Blue Ocean",
    "{name}, Acme",
    "x" * 120,
]


@pytest.mark.parametrize(("prospect", "name"), CALLED)
def test_a_prospect_is_spoken_to_by_their_first_name_or_as_their_title_has_it(
    prospect: str, name: str
) -> None:
    assert first_name(prospect, playbook().words) == name


@pytest.mark.parametrize("prospect", NOBODY)
def test_where_no_first_name_is_known_nobody_is_called_anything(prospect: str) -> None:
    assert first_name(prospect, playbook().words) is None
