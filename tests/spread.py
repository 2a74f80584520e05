"""How the tests are spread over processes: those that share what is slow to make go to the same one."""

from xdist.scheduler.loadscope import LoadScopeScheduling

_SHARED = ("packaging", "browser", "fuzz")
"""Folders with a fixture for all their tests: an image, a browser, a bot under attack."""
_LONGEST_FIRST = ("handlers", "packaging", "browser", "fuzz", "bot", "oauth")


class BySharedFixtures(LoadScopeScheduling):  # type: ignore[misc]
    """A unit of work is a folder that shares a fixture, one story (each starts its own bot), or else a file."""

    def _split_scope(self, nodeid: str) -> str:
        path, _, _ = nodeid.partition("::")
        folder = path.split("/")[1]
        if folder in _SHARED:
            return folder
        return nodeid if folder == "stories" else path


def turn(folder: str) -> int:
    return _LONGEST_FIRST.index(folder) if folder in _LONGEST_FIRST else len(_LONGEST_FIRST)
