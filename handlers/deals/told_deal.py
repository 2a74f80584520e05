"""A lost deal as another system tells it in JSON: read, and what is wrong with it said by field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from coaching.debrief import TEXT_LIMIT
from coaching.plain_text import is_seen, kept, name_of, web_address
from handlers.lists.cells import FIRST_YEAR
from prompts.amounts import AMOUNT_LIMIT, in_currency, read_amount
from prompts.debrief_modal import PROSPECT_LIMIT
from storage.offers import ReportedDeal

_ID_LIMIT = 200
_AHEAD = timedelta(days=1)
"""It may be tomorrow already where the other system stands."""
_NO_DAY = "must be a date such as 2026-11-02, or milliseconds since 1970"
_NO_AMOUNT = "must be an amount, such as 12000 or 12,000 EUR"


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a field, in a sentence."""

    field: str
    reason: str


class Malformed(Exception):
    """Not a lost deal as documented: every field that is wrong."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(error.field for error in errors))
        self.errors = errors


@dataclass(frozen=True)
class Told:
    """A lost deal with whose it is: a Slack id, or an e-mail address."""

    rep: str
    deal: ReportedDeal


def read_told(body: bytes, now: datetime) -> Told:
    """Malformed with every field that is wrong; fields that nobody asked for are passed over."""
    try:
        told = _Body.model_validate_json(body, context={"now": now})
    except ValidationError as error:
        raise Malformed(_errors(error)) from None
    amount = in_currency(told.amount, told.currency) if told.amount else None
    deal = ReportedDeal(told.id, told.prospect, told.company, told.lost_on, told.reason, amount, told.url)
    return Told(told.rep, deal)


def _id(value: object) -> object:
    """Many systems count: a whole number is an id as well."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _none_if_blank(value: object) -> object:
    return None if isinstance(value, str) and not is_seen(value) else value


def _amount(value: object) -> object:
    """A number or a text, and in the end a text that the debrief's field takes. Nought says that nobody knows."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | None):
        raise ValueError(_NO_AMOUNT)
    if value is None or (isinstance(value, str) and not is_seen(value)):
        return None
    text = _plain(value)
    return None if {sign for sign in text if sign.isdigit()} == {"0"} else text


def _plain(value: str | float | Decimal) -> str:
    """A number without noughts behind its point, since one point before three digits parts thousands."""
    if isinstance(value, str):
        return kept(value).strip()
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(_NO_AMOUNT)
    cents = number.quantize(Decimal("0.01")) if abs(number) < Decimal(10) ** 15 else number
    return f"{cents:f}".removesuffix(".00")


def _day(value: object) -> date | None:
    """An ISO date or moment, or a moment in milliseconds since 1970, as some systems have it."""
    try:
        match value:
            case None:
                return None
            case str() if not is_seen(value):
                return None
            case str() if (text := value.strip()).isascii() and text.isdigit():
                return _of_milliseconds(int(text))
            case str():
                return datetime.fromisoformat(value.strip()).date()
            case int() | float() if not isinstance(value, bool):
                return _of_milliseconds(value)
    except (ValueError, OverflowError, OSError):
        pass
    raise ValueError(_NO_DAY)


def _of_milliseconds(value: float) -> date:
    return datetime.fromtimestamp(value / 1000, UTC).date()


_Text = Annotated[StrictStr | None, BeforeValidator(_none_if_blank)]
_Name = Annotated[
    Annotated[StrictStr, Field(max_length=PROSPECT_LIMIT)] | None, BeforeValidator(_none_if_blank)
]
_Amount = Annotated[Annotated[StrictStr, Field(max_length=AMOUNT_LIMIT)] | None, BeforeValidator(_amount)]
_Currency = Annotated[
    Annotated[StrictStr, Field(pattern="^[A-Za-z]{3}$")] | None, BeforeValidator(_none_if_blank)
]


class _Body(BaseModel):
    """The JSON's fields."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[StrictStr, BeforeValidator(_id), Field(max_length=_ID_LIMIT)]
    rep: Annotated[StrictStr, Field(max_length=_ID_LIMIT)]
    prospect: Annotated[StrictStr, Field(max_length=PROSPECT_LIMIT)]
    company: _Name = None
    lost_on: Annotated[date | None, BeforeValidator(_day)] = None
    reason: _Text = None
    currency: _Currency = None
    amount: _Amount = None
    url: _Text = None

    @field_validator("id", "rep", "prospect")
    @classmethod
    def _is_seen(cls, value: str) -> str:
        if not (name := name_of(value)):
            raise ValueError("is empty")
        return name

    @field_validator("company")
    @classmethod
    def _on_one_line(cls, value: str | None) -> str | None:
        return name_of(value) if value else None

    @field_validator("reason")
    @classmethod
    def _as_it_is_kept(cls, value: str | None) -> str | None:
        return kept(value)[:TEXT_LIMIT] if value else None

    @field_validator("url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value and not web_address(value):
            raise ValueError("must be an address that begins with https:// or http://")
        return web_address(value)

    @field_validator("lost_on")
    @classmethod
    def _is_past(cls, value: date | None, info: Any) -> date | None:
        now: datetime = info.context["now"]
        if value and not date(FIRST_YEAR, 1, 1) <= value <= (now + _AHEAD).date():
            raise ValueError(f"must be a day since {FIRST_YEAR} that is not in the future")
        return value

    @field_validator("amount")
    @classmethod
    def _can_be_read(cls, value: str | None, info: ValidationInfo) -> str | None:
        """With its currency, which is known by then unless it is wrong itself."""
        if value:
            try:
                read_amount(in_currency(value, info.data.get("currency")))
            except ValueError:
                raise ValueError(_NO_AMOUNT) from None
        return value


def _errors(error: ValidationError) -> list[FieldError]:
    """A sentence a field; never what was sent."""
    found = error.errors(include_url=False, include_input=False)
    return [FieldError(_field(one), _reason(one)) for one in found]


def _field(one: Any) -> str:
    """What all of it fails of is that it is no object."""
    return str(one["loc"][0]) if one["loc"] else "body"


def _reason(one: Any) -> str:
    match one["type"]:
        case "json_invalid":
            return "is not JSON"
        case "missing":
            return "is missing"
    return str(one["msg"]).removeprefix("Value error, ")
