"""Files: what the bot uploads, an address to send bytes to and then a conversation; and what people hand in."""

from __future__ import annotations

import mimetypes
import secrets
from dataclasses import dataclass, field
from urllib.parse import quote

from playground.identity import JSON, SlackError

HANDED_IN_MOST = 10 * 1024 * 1024  # bytes; /reference/block-kit/block-elements/file-input-element


@dataclass
class UploadedFile:
    """A file by its upload; `channels` are those it was shared to, `alt_txt` says what a picture shows.

    `user` is who handed it in by a file input; empty for the bot's own.
    """

    id: str
    name: str
    length: int
    title: str = ""
    alt_txt: str = ""
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)
    user: str = ""
    deleted: bool = False

    def shown(self) -> JSON:
        """The file object, as far as it is shown here."""
        shown = {"id": self.id, "name": self.name, "title": self.title, "size": self.length}
        kind, _ = mimetypes.guess_type(self.name)
        return (
            shown | ({"mimetype": kind} if kind else {}) | ({"alt_txt": self.alt_txt} if self.alt_txt else {})
        )

    def whole(self) -> JSON:
        """The same with whose it is, and where its bytes are: paths here, before which the server puts its own."""
        place = f"/files-pri/{self.id}/{quote(self.name, safe='')}"
        return self.shown() | {
            "user": self.user,
            "mode": "hosted",
            "is_external": False,
            "url_private": place,
            "url_private_download": f"{place}?download=1",
        }


class Uploads:
    def __init__(self) -> None:
        self.files: dict[str, UploadedFile] = {}

    def begin(self, name: str, length: int, alt_txt: str = "") -> UploadedFile:
        file = UploadedFile(_new_id(), name, length, title=name, alt_txt=alt_txt)
        self.files[file.id] = file
        return file

    def hand_in(self, user: str, name: str, content: bytes) -> UploadedFile:
        """A file that a person chose in a modal; nobody sees it in a conversation."""
        file = UploadedFile(_new_id(), name, len(content), name, "", content, completed=True, user=user)
        self.files[file.id] = file
        return file

    def receive(self, file_id: str, content: bytes) -> None:
        file = self.get(file_id)
        if file.completed:
            raise SlackError("file_not_found")
        if len(content) != file.length:
            raise SlackError("length_mismatch")
        file.content = content

    def get(self, file_id: object) -> UploadedFile:
        file = self.files.get(str(file_id))
        if file is None:
            raise SlackError("file_not_found")
        return file


def _new_id() -> str:
    return f"F{secrets.token_hex(5).upper()}"
