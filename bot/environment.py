"""Where settings come from: the process's environment, over what `.env` in the working folder says."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

DOTENV = Path(".env")
THE_ENVIRONMENT = "the environment"


class Environment(dict[str, str]):
    """What the settings are read from: the process's environment, over what a file says."""

    def __init__(self, outer: Mapping[str, str], file: Mapping[str, str], path: Path = DOTENV) -> None:
        super().__init__({**file, **outer})
        self._in_file = file.keys() - outer.keys()
        self._path = path

    def origin(self, name: str) -> str:
        """Where a variable that is set comes from."""
        return str(self._path.resolve()) if name in self._in_file else THE_ENVIRONMENT


def environment() -> Environment:
    """The environment, over what `.env` in the working folder says."""
    told = {key: value for key, value in dotenv_values(DOTENV).items() if value is not None}
    return Environment(os.environ, told)
