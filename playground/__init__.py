"""A local Slack: the ground of the tests, and the demo in a browser."""

from .delivery import Delivery, signed
from .events import Attempt
from .faults import Fault, Faults
from .gestures import Gestures
from .identity import Control, Identity, Person, PlaygroundError
from .limits import check_message, check_view
from .local_slack import LocalSlack
from .local_workspace import LocalWorkspace
from .submissions import Submission
from .uploads import UploadedFile
from .web_api import Call

__all__ = [
    "Attempt",
    "Call",
    "Control",
    "Delivery",
    "Fault",
    "Faults",
    "Gestures",
    "Identity",
    "LocalSlack",
    "LocalWorkspace",
    "Person",
    "PlaygroundError",
    "Submission",
    "UploadedFile",
    "check_message",
    "check_view",
    "signed",
]
