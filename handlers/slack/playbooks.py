"""Whose words and numbers: a phrasebook for each language, a policy for each team."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from coaching.policy import Policy
from prompts.playbook import Phrasebook, Playbook
from storage.owner import Owner


def _nobody_s(_owner: Owner) -> str | None:
    return None


@dataclass(frozen=True)
class PlaybookChoices:
    """What stands beside the bot's own playbook; nothing, as long as there is one language and one policy.

    Asked for many times in one gesture, so it answers from memory, without a statement. The language is to be
    the rep's `locale`, which Slack tells with their zone and which belongs beside it in `reps`; the policies are to be
    read from `workspaces` by a job of the clock. Listeners read meanwhile: a team's policy is put there whole.
    """

    phrasebooks: Mapping[str, Phrasebook] = field(default_factory=dict)
    """By language."""
    policies: dict[str, Policy] = field(default_factory=dict)
    """By team: the id of a workspace, or of an organisation that installed the bot as a whole."""
    language_of: Callable[[Owner], str | None] = _nobody_s

    def of(self, owner: Owner, default: Playbook) -> Playbook:
        """The playbook that holds for the owner; whatever they have none of their own of is the default's."""
        language = self.language_of(owner)
        phrasebook = self.phrasebooks.get(language, default.phrasebook) if language else default.phrasebook
        return Playbook(phrasebook, self.policies.get(owner.team, default.policy))
