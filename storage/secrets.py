"""Tokens at rest: encrypted with the newest of the keys, readable with any of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


class WrongKey(Exception):
    """A stored token was encrypted with a key that is not listed (any more)."""


class Vault:
    """Fernet keys (AES-128-CBC with HMAC-SHA-256): the first encrypts, all decrypt; without keys nothing can be.

    ValueError for a malformed one.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = _fernet_of(keys) if keys else None

    def seal(self, text: str) -> str:
        return self._need().encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        fernet = self._need()
        from cryptography.fernet import InvalidToken

        try:
            return fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKey(
                "a token was encrypted with a key that GOTANO_ENCRYPTION_KEY does not list"
            ) from None

    def _need(self) -> "MultiFernet":
        if self._fernet is None:
            raise WrongKey("tokens are stored with GOTANO_ENCRYPTION_KEY only")
        return self._fernet


def _fernet_of(keys: Sequence[str]) -> "MultiFernet":
    # Loaded where there are keys: a bot of one workspace stores no token, and has no use for its 7 MB.
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key) for key in keys])


def new_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


class Sealed(TypeDecorator[str]):
    """A secret, encrypted in the database. Without a vault it can be neither written nor read."""

    impl = Text
    cache_ok = False

    def __init__(self, vault: Vault | None = None) -> None:
        super().__init__()
        self._vault = vault or Vault(())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self._vault.seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else self._vault.open(value)
