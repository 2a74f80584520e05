"""Files the bot uploads: an address to send bytes to, then the file in a conversation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from playground.identity import SlackError


@dataclass
class UploadedFile:
    """A file by its upload; `channels` are those it was shared to, `alt_txt` says what a picture shows."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_txt: str = ""
    content: bytes | None = None
    completed: bool = False
    channels: list[str] = field(default_factory=list)


class Uploads:
    def __init__(self) -> None:
        self.files: dict[str, UploadedFile] = {}

    def begin(self, name: str, length: int, alt_txt: str = "") -> UploadedFile:
        file = UploadedFile(f"F{secrets.token_hex(5).upper()}", name, length, title=name, alt_txt=alt_txt)
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
