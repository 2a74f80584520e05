"""What every handler works with: the database, the playbooks, the clock; and who is asking."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from slack_bolt import BoltContext
from sqlalchemy.orm import Session

from coaching.dates import WorkWeek, local_date
from coaching.policy import Policy
from handlers.slack.asides import Asides
from handlers.slack.languages import Languages
from handlers.slack.playbooks import PlaybookChoices
from handlers.slack.reading import Reading
from handlers.slack.rep_times import Times
from handlers.slack.telemetry import DeliveryMetrics, NoMetrics
from handlers.slack.throttle import Throttle
from prompts.commands import any_command_word
from prompts.contacts import Contacts
from prompts.playbook import Playbook
from prompts.public_holidays import kept_holidays
from storage.database import UNREACHABLE, Database
from storage.installations import Place
from storage.languages import BY_SLACK, RepLanguage, language_of
from storage.owner import Owner
from storage.reps import Rep, find_rep, find_reps
from storage.secrets import Vault


def _no_hooks(_url: str, _headers: Mapping[str, str], _body: bytes) -> None:
    raise RuntimeError("nothing is posted to hooks here")


@dataclass(frozen=True)
class Services:
    """The handlers' tools. `now` gives the moment in UTC."""

    db: Database
    default_playbook: Playbook
    """The bot's own: of whoever has no other, and where it is not known yet who asks. Else: `playbook_for`."""
    now: Callable[[], datetime]
    may: Callable[[str, str], bool] = lambda _team, _scope: False
    """Whether the bot was granted a scope in a workspace: those it can do without are asked for here."""
    forget_tokens: Callable[[Session, Place], None] = lambda _session, _place: None
    retention: timedelta = timedelta(days=30)
    """How long a workspace's data is kept after the bot was uninstalled there."""
    audit_kept: timedelta = timedelta(days=400)
    """How long an entry stays in the audit trail."""
    may_use: Callable[[Owner], bool] = lambda _owner: True
    """Whether somebody is among those whom the bot is open to."""
    contacts: Contacts = field(default_factory=Contacts)
    throttle: Throttle = field(default_factory=Throttle)
    reading: Reading = field(default_factory=Reading)
    metrics: DeliveryMetrics = field(default_factory=NoMetrics)
    vault: Vault = field(default_factory=lambda: Vault(()))
    """Opens the secrets of hooks."""
    post: Callable[[str, Mapping[str, str], bytes], None] = _no_hooks
    """Posts a body to a receiver's URL; raises what went wrong."""
    asides: Asides = field(default_factory=Asides)
    """Room for what can wait beside a modal that is opening: it must not take all the threads modals need."""
    choices: PlaybookChoices = field(default_factory=PlaybookChoices)
    languages: Languages = field(default_factory=Languages)

    def playbook_for(self, owner: Owner, session: Session | None = None) -> Playbook:
        """The words in the owner's language, and the numbers of their team: the one door to both.

        Whose row was not read within a minute is asked for, in the `session` where there is one.
        """
        return self.choices.of(owner, self._language(owner, session), self.default_playbook)

    def playbook_at_hand(self, owner: Owner) -> Playbook:
        """The same by what is remembered: for when the database may be what went wrong."""
        return self.choices.of(owner, self.languages.last(owner), self.default_playbook)

    @cached_property
    def command_words(self) -> frozenset[str]:
        """What may be typed behind the command, in whatever language."""
        books = [self.default_playbook.phrasebook, *self.choices.phrasebooks.values()]
        return any_command_word(book.words for book in books)

    @property
    def default_language(self) -> str:
        return self.default_playbook.words.language

    @property
    def default_policy(self) -> Policy:
        return self.default_playbook.policy

    def policy_for(self, owner: Owner) -> Policy:
        """The numbers of their team; those have no language."""
        return self.choices.policy_of(owner, self.default_playbook)

    def _language(self, owner: Owner, session: Session | None) -> RepLanguage:
        if not self.choices.phrasebooks:
            return BY_SLACK
        if known := self.languages.fresh(owner, self.now()):
            return known
        try:
            if session:
                return self.languages.note(owner, language_of(session, owner), self.now())
            with self.db.read(owner) as own:
                return self.languages.note(owner, language_of(own, owner), self.now())
        except UNREACHABLE:
            return self.languages.last(owner)

    def times(self, session: Session, owner: Owner) -> "Times":
        """The rep's zone (UTC until Slack has told), work week and pauses."""
        return self.times_of_rep(owner, find_rep(session, owner))

    def times_of(self, session: Session, owners: Collection[Owner]) -> dict[Owner, "Times"]:
        """The same of several reps, in two statements."""
        reps = find_reps(session, owners)
        return {owner: self.times_of_rep(owner, reps.get(owner)) for owner in owners}

    def times_of_rep(self, owner: Owner, rep: Rep | None) -> "Times":
        """Their language, which was read with them, is remembered."""
        self.languages.note(owner, rep.language if rep else BY_SLACK, self.now())
        default = WorkWeek(nudge_time=self.policy_for(owner).numbers.nudge_time)
        if rep is None:
            return Times(ZoneInfo("UTC"), default, ())
        holidays = kept_holidays(rep.country, rep.region, rep.zone.key)
        return Times(rep.zone, rep.week(replace(default, holidays=holidays)), rep.pauses)

    def zone(self, session: Session, owner: Owner) -> ZoneInfo:
        return self.times(session, owner).zone

    def today(self, zone: ZoneInfo) -> date:
        return local_date(self.now(), zone)


def owner_of(context: BoltContext) -> Owner:
    """Whoever Slack says is asking: the only source of an owner in a request.

    Where a whole organisation installed the bot, a person is the same in all of its workspaces, and not every
    request names one.
    """
    if not context.user_id:
        raise ValueError("a request without a person")
    return Owner(team_of(context), context.user_id)


def team_of(context: BoltContext) -> str:
    """The workspace that Slack says it is about, or the organisation where the whole of it installed the bot."""
    org = context.enterprise_id if context.is_enterprise_install else None
    team = org or context.team_id or context.enterprise_id
    if not team:
        raise ValueError("a request without a workspace")
    return team


def asked(context: BoltContext) -> tuple[Services, Owner]:
    """What a listener works with, and for whom."""
    services: Services = context["services"]
    return services, owner_of(context)
