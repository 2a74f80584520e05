"""Exits with 0 when the bot of this container answers that it is well; Docker's HEALTHCHECK runs it."""

import http.client
import os
import sys

SECONDS = 4
"""Less than the HEALTHCHECK's own timeout, so that what went wrong is said."""


def problem() -> str | None:
    """What is wrong, in a line."""
    # http.client knows no proxy, which Slack may need and this address must not. To connect to 0.0.0.0 is to
    # connect to this machine.
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    port = int(os.environ.get("PORT", "").strip() or 3000)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        said = answer.read(1000).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return f"no answer on {host}:{port}: {error}"
    finally:
        connection.close()
    return None if answer.status == http.client.OK else f"{answer.status}: {said}"


if __name__ == "__main__":
    sys.exit(problem())
