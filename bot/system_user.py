"""Who runs a command on the server."""

import getpass
import os


def system_user() -> str:
    """The system's name for the user of this process, with who became them by sudo; `uid 10001` where it has none.

    Not by LOGNAME, which a shell may have kept from somebody else.
    """
    try:
        import pwd
    except ImportError:
        return getpass.getuser()
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid {os.getuid()}"
    before = os.environ.get("SUDO_USER", "")
    return f"{name} (sudo by {before})"[:128] if before else name
