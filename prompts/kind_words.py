"""The words of one kind of no, and whether they are whole."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from coaching.kinds import KINDS, Kind, Question
from coaching.plan import Variant, Verdict
from coaching.verdict import may_choose
from prompts.scripts import Script, script_problems

VARIANTS: Mapping[tuple[Kind, Verdict], Variant] = {
    (Kind.NOT_NOW, Verdict.FOLLOW_UP): Variant.NO_DATE,
    (Kind.NO_BUDGET, Verdict.FOLLOW_UP): Variant.LIGHT_CHECK,
    (Kind.NO_RESPONSE, Verdict.GO_BACK): Variant.LAST_MESSAGE,
}
"""The shades of a verdict that have words of their own."""

_Text = Annotated[str, Field(min_length=1, max_length=3000)]
_Days = Annotated[int, Field(ge=1, le=3650)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionWords(_Strict):
    """How one of a kind's own questions is put."""

    label: Annotated[str, Field(min_length=1, max_length=80)]
    hint: Annotated[str | None, Field(max_length=150)] = None
    placeholder: Annotated[str | None, Field(max_length=75)] = None


class VerdictWords(_Strict):
    """What the coach says for one kind of no and one verdict, and the teachings it rests on.

    `say` is for now, or for the day where the verdict goes back; `reach_out` is for the day of the nudge, and `tips`
    take turns there.
    """

    means: Script
    say: Script
    reach_out: Script | None = None
    tips: list[Script] = []
    before_next_time: Script
    rests_on: Annotated[list[Annotated[str, Field(pattern=r"^T([1-9]|1[0-7])$")]], Field(min_length=1)]
    insight_questions: list[_Text] = []


class KindWords(_Strict):
    """One kind of no: its name, its questions, its numbers, and the words of each verdict and shade of one."""

    label: Annotated[str, Field(min_length=1, max_length=75)]
    explains: Annotated[str, Field(min_length=1, max_length=75)]
    signs: list[_Text] = []
    """Phrases that point to this kind for sure: a team's own, such as its competitors' names. We ship examples."""
    timing: dict[str, _Days]
    questions: dict[Question, QuestionWords]
    verdicts: dict[Verdict, VerdictWords]
    variants: dict[Variant, VerdictWords]

    def of(self, verdict: Verdict, variant: Variant | None = None) -> VerdictWords:
        """The words of the shade where there are some, else the verdict's own."""
        return self.variants.get(variant, self.verdicts[verdict]) if variant else self.verdicts[verdict]


def kind_problems(kind: Kind, words: KindWords) -> Iterator[str]:
    """What the kind's row asks for that its words file does not give, or the other way round."""
    row = KINDS[kind]
    asked = {question for question in row.questions if question is not Question.TRIES}
    wanted_variants = {variant for (of, _), variant in VARIANTS.items() if of is kind}
    for name, wanted, given in (
        ("timing", row.numbers, words.timing.keys()),
        ("questions", asked, words.questions.keys()),
        ("verdicts", set(may_choose(kind)), words.verdicts.keys()),
        ("variants", wanted_variants, words.variants.keys()),
    ):
        yield from (f"{name}: {key} is missing" for key in sorted(wanted - given))
        yield from (f"{name}: {key} does not belong to this kind" for key in sorted(given - wanted))
    for verdict, said in words.verdicts.items():
        if verdict in (Verdict.FOLLOW_UP, Verdict.NURTURE) and not (said.reach_out or said.tips):
            yield f"{verdict}.reach_out is missing"
        if said.tips and (verdict is not Verdict.NURTURE or said.reach_out):
            yield f"{verdict}.tips: they stand under nurture, in place of reach_out"
        if verdict is Verdict.NURTURE and len(said.insight_questions) != 3:
            yield "nurture.insight_questions: three are needed"
    for name, said in words.verdicts.items():
        yield from _problems_in(name, said)
    for (of, verdict), variant in VARIANTS.items():
        if of is kind and variant in words.variants:
            yield from _problems_in(f"{verdict}.{variant}", words.variants[variant])


def _problems_in(where: str, said: VerdictWords) -> Iterator[str]:
    yield from script_problems(f"{where}.means", said.means, most=False)
    yield from script_problems(f"{where}.before_next_time", said.before_next_time, most=False)
    yield from script_problems(f"{where}.say", said.say)
    if said.reach_out:
        yield from script_problems(f"{where}.reach_out", said.reach_out)
    for number, tip in enumerate(said.tips, 1):
        yield from script_problems(f"{where}.tips: tip {number}", tip)
