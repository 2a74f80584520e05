"""What would make a verdict sharper: the answers that are not given yet, and which of them are judged."""

from coaching.debrief import Answers, Door, Worth
from coaching.kinds import KINDS, Kind, Question

JUDGED = frozenset(
    {"kind", "door", "tries", "asked_why", "worth", "callback_on", "condition", "contract_end", "budget_on"}
    | {"first_no"}
)
"""The answers that verdict, reasons or date rest on; the others are for the words, and for later."""


def open_answers(answers: Answers) -> tuple[str, ...]:
    """The names of the answers that could still be given, those that move the date first.

    A closed door asks nothing more. Nobody who was silent has named a first no, or was asked why.
    """
    if answers.door is Door.CLOSED:
        return ()
    kind = KINDS[answers.kind]
    own = [question for question in kind.questions if question is not Question.TRIES]
    names = ["callback_on", *own]
    if answers.is_a_no:
        if kind.why_matters and answers.kind is not Kind.UNKNOWN:
            names.append("asked_why")
        names += ["condition", "worth", "first_no"]
    names += ["stage", "lesson", "value"]
    return tuple(name for name in dict.fromkeys(map(str, names)) if _is_open(name, answers))


def _is_open(name: str, answers: Answers) -> bool:
    """A worth that nobody spoke of counts as yes."""
    if name == "worth":
        return answers.worth is Worth.YES
    if hasattr(answers, name):
        return getattr(answers, name) is None
    return Question(name) not in answers.notes
