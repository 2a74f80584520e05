"""A local Slack: the ground of the tests, and the demo in a browser."""

from .config import ANSWER_SECONDS, AppConfig, Clock
from .crm import EVENTS, Crm, CrmDeal, CrmLink
from .gestures.person import Gestures
from .gestures.submissions import Submission
from .identity import Control, GuideStep, Identity, Person, PlaygroundError
from .limits.functions import check_functions
from .limits.surfaces import check_message, check_view
from .local_slack import LocalSlack
from .local_workspace import LocalWorkspace
from .state.steps import Execution
from .state.uploads import UploadedFile
from .transport.delivery import Delivery, signed
from .transport.events import Attempt
from .webapi.dispatch import Call
from .webapi.faults import Fault, Faults

__all__ = [
    "ANSWER_SECONDS",
    "EVENTS",
    "AppConfig",
    "Attempt",
    "Call",
    "Clock",
    "Control",
    "Crm",
    "CrmDeal",
    "CrmLink",
    "Delivery",
    "Execution",
    "Fault",
    "Faults",
    "Gestures",
    "GuideStep",
    "Identity",
    "LocalSlack",
    "LocalWorkspace",
    "Person",
    "PlaygroundError",
    "Submission",
    "UploadedFile",
    "check_functions",
    "check_message",
    "check_view",
    "signed",
]
