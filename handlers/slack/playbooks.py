"""Whose words and numbers: a phrasebook for each language, a policy for each team."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from coaching.policy import Policy
from handlers.slack.team_books import TeamBooks
from prompts.locales import in_locale, phrasebook_for
from prompts.playbook import Phrasebook, Playbook
from storage.languages import RepLanguage
from storage.owner import Owner


@dataclass(frozen=True)
class PlaybookChoices:
    """What stands beside the bot's own playbook; nothing, as long as there is one language and one policy.

    Asked for many times in one gesture, so it answers from memory, without a statement. The policies are to be
    read from `workspaces` by a job of the clock. Listeners read meanwhile: a team's policy is put there whole.
    """

    phrasebooks: Mapping[str, Phrasebook] = field(default_factory=dict)
    """By language, the bot's own among them; read once in a process."""
    policies: dict[str, Policy] = field(default_factory=dict)
    """By team: the id of a workspace, or of an organisation that installed the bot as a whole."""
    teams: TeamBooks = field(default_factory=TeamBooks, compare=False)
    """What each rep's team has learnt."""
    _found: dict[RepLanguage, Phrasebook] = field(default_factory=dict, compare=False)
    """Of each language and country that was asked for, so that it is looked for once."""

    def policy_of(self, owner: Owner, default: Playbook) -> Policy:
        policy = self.policies.get(owner.team, default.policy)
        numbers = self.teams.of(owner).numbers
        return replace(policy, of_team=numbers) if numbers else policy

    def of(self, owner: Owner, language: RepLanguage, default: Playbook) -> Playbook:
        """The playbook that holds for the owner; whatever they have none of their own of is the default's."""
        phrasebook = self._phrasebook(language, default.phrasebook)
        return Playbook(phrasebook, self.policy_of(owner, default), self.teams.of(owner).quotes)

    def _phrasebook(self, language: RepLanguage, default: Phrasebook) -> Phrasebook:
        """In the language they chose, else in Slack's; with dates and numbers as in their country, if it speaks it."""
        if not self.phrasebooks:
            return default
        if language not in self._found:
            name = phrasebook_for(language.chosen, self.phrasebooks) or phrasebook_for(
                language.told, self.phrasebooks
            )
            book = self.phrasebooks[name] if name else default
            self._found[language] = in_locale(book, language.told) if language.told else book
        return self._found[language]
