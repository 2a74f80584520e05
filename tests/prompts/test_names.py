"""What a prospect is called in a script, from whatever a rep types."""

from pathlib import Path

import pytest

from prompts.names import address_problems, called
from prompts.words import Words
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
    assert called(prospect, playbook().words) == name


@pytest.mark.parametrize("prospect", NOBODY)
def test_where_no_first_name_is_known_nobody_is_called_anything(prospect: str) -> None:
    assert called(prospect, playbook().words) is None


FORMALLY = [
    ("Dana", "Dana"),
    ("dana", "Dana"),
    ("Dana, Acme", "Dana"),
    ("Dana R., Acme", "Dana"),
    ("Acme, Dana", "Dana"),
    ("Dana Reyes, Acme", "Dana Reyes"),
    ("Acme, Dana Reyes", "Dana Reyes"),
    ("Dana Reyes - Acme", "Dana Reyes"),
    ("Acme GmbH – Dana Reyes", "Dana Reyes"),
    ("DANA REYES, ACME", "Dana Reyes"),
    ("sabine von der heide, acme", "Sabine von der Heide"),
    ("Ana García López, Telefónica", "Ana García López"),
    ("J. Robert Miller, Acme", "Robert Miller"),
    ("Tanaka Taro, Acme", "Taro Tanaka"),
    ("山田 太郎、アクメ", "山田 太郎"),
    ("Frau Reyes, Acme", "Frau Reyes"),
    ("Frau Dana Reyes, Acme", "Frau Reyes"),
    ("Acme, Herr Dr. Smith", "Herr Dr. Smith"),
    ("Herr Martin, Acme", "Herr Martin"),
    ("Herr J. Smith, Acme", "Herr Smith"),
    ("Frau Sabine von der Heide", "Frau von der Heide"),
    ("Dr. Reyes, Acme", "Dr. Reyes"),
    ("Prof. Dr. Sabine Müller, Acme", "Prof. Dr. Müller"),
    ("Müller, Acme GmbH", None),
    ("J. Smith, Acme", None),
    ("D. Reyes", None),
    ("Frau D., Acme", None),
    ("Acme", None),
    ("Acme GmbH", None),
    ("CFO, Acme", None),
    ("{name}, Acme", None),
]


def formal() -> Words:
    """The shipped words, in a language that says surnames."""
    return Words({**playbook().words.texts, "address.uses": "surname"})


@pytest.mark.parametrize(("prospect", "name"), FORMALLY)
def test_a_formal_language_calls_them_by_title_and_surname_or_by_the_whole_name(
    prospect: str, name: str | None
) -> None:
    assert called(prospect, formal()) == name


def test_a_form_of_address_that_nobody_knows_is_refused() -> None:
    assert not list(address_problems(Path("m.toml"), formal().texts))
    [problem] = address_problems(Path("m.toml"), {"address.uses": "nickname"})
    assert problem == "m.toml: address.uses should be one of first_name, surname"
