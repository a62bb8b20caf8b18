"""The table of contents of a backup, sealed with the secret key of the portal that made it."""

import hashlib
import hmac
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final, NamedTuple

from django.utils.crypto import salted_hmac

NAME: Final = "manifest.json"
DUMP: Final = "database.dump"
FILES: Final = "files.tar"
FORMAT: Final = 1
BLOCK: Final = 1 << 20


class Damaged(Exception):
    """The folder is no whole backup of this portal; the text says what is wrong and what to do."""


class Print(NamedTuple):
    """What identifies the content of a file: its length in bytes and its SHA-256."""

    size: int
    sha256: str


class Content(NamedTuple):
    """What identifies the content of a table: its number of rows and the SHA-256 of them, sorted."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    `made_at` is an ISO instant; `migrations` are `app.name`, sorted; `parts` are the files of the backup itself, `files`
    those in the archive by their path under MEDIA_ROOT.
    """

    made_at: str
    migrations: list[str]
    tables: dict[str, Content]
    files: dict[str, Print]
    parts: dict[str, Print]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        content = {
            **asdict(self),
            "tables": _plain(self.tables),
            "files": _plain(self.files),
            "parts": _plain(self.parts),
        }
        text = _canonical(content)
        body = json.dumps({"manifest": content, "seal": _seal(text)}, ensure_ascii=False, indent=1)
        (folder / NAME).write_text(body, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup that is whole and was made by this portal. Raises Damaged; touches nothing."""
    manifest = _sealed(folder)
    for name, expected in manifest.parts.items():
        part = folder / name
        if not part.is_file():
            raise Damaged(f"{name} is missing from {folder}. Use another copy of this backup.")
        if print_of(part) != expected:
            raise Damaged(f"{name} is not what was backed up: its content changed. Use another copy of this backup.")
    _check_archive(folder / FILES, manifest.files)
    return manifest


def _sealed(folder: Path) -> Manifest:
    try:
        body = json.loads((folder / NAME).read_text(encoding="utf-8"))
        content, seal = body["manifest"], body["seal"]
        if not hmac.compare_digest(str(seal), _seal(_canonical(content))):
            raise Damaged(
                f"{folder / NAME} does not carry the seal of this portal: it was changed, or made under another "
                "SECRET_KEY. Restore with the SECRET_KEY of the portal that made it."
            )
        if content["format"] != FORMAT:
            raise Damaged(f"The backup has format {content['format']}, this portal reads format {FORMAT}.")
        tables = {name: Content(*value) for name, value in content["tables"].items()}
        files, parts = ({name: Print(*value) for name, value in content[part].items()} for part in ("files", "parts"))
        return Manifest(content["made_at"], content["migrations"], tables, files, parts)
    except FileNotFoundError as error:
        raise Damaged(f"{folder} holds no backup: {NAME} is missing.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{folder / NAME} cannot be read ({type(error).__name__}). Use another copy.") from error


def _check_archive(archive: Path, files: Mapping[str, Print]) -> None:
    """The archive holds exactly the files of the manifest, and nothing that would lie elsewhere once unpacked."""
    with tarfile.open(archive) as tar:
        names = [member.name for member in tar if member.isfile()] if archive.stat().st_size else []
    if sorted(names) != sorted(files):
        raise Damaged(f"{archive.name} does not hold the files of the manifest. Use another copy of this backup.")


def print_of(path: Path) -> Print:
    with path.open("rb") as stream:
        return print_of_stream(stream)


def print_of_stream(stream: IO[bytes]) -> Print:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        digest.update(block)
        size += len(block)
    return Print(size, digest.hexdigest())


def _plain(prints: Mapping[str, tuple[int, str]]) -> dict[str, list[int | str]]:
    return {name: list(value) for name, value in prints.items()}


def _canonical(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _seal(text: str) -> str:
    return salted_hmac("core.backups", text, algorithm="sha256").hexdigest()
