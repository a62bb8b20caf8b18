"""Restoring a backup into an empty database and an empty folder, and comparing what came out of it."""

import shutil
import tarfile
from pathlib import Path
from tempfile import mkdtemp

from django.db.migrations.loader import MigrationLoader

from core.backups import database
from core.backups.manifest import DUMP, FILES, Damaged, Manifest, print_of, read_manifest


class NotEmpty(Exception):
    """The target already holds data; the text says which."""


def restore_backup(*, folder: Path, owner_url: str, reader_url: str, media: Path) -> Manifest:
    """Restore the backup in `folder`; answer its manifest. Raises Damaged, NotEmpty before anything is touched.

    `owner_url` is the role that migrates, `reader_url` one that reads every row. The database is restored in one
    transaction; the files are unpacked beside `media` and put in place afterwards. At the end every table and every file
    is compared with the manifest; a difference raises Damaged.
    """
    manifest = read_manifest(folder)
    _insist_known(manifest)
    _insist_empty(reader_url, media)
    whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-comments", str(folder / DUMP)]
    database.run("pg_restore", owner_url, whole)
    _unpack(folder / FILES, manifest, media)
    _compare(manifest, reader_url, media)
    return manifest


def _insist_known(manifest: Manifest) -> None:
    """A newer portal's tables do not fit this code."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise Damaged(
            f"The backup was made by another version of the portal ({unknown[0]}): install that version first."
        )


def _insist_empty(url: str, media: Path) -> None:
    with database.reading(url) as connection:
        tables = database.tables_of(connection)
    if tables:
        raise NotEmpty(f"The database already holds {len(tables)} tables: restore into an empty one.")
    if media.exists() and any(media.iterdir()):
        raise NotEmpty(f"{media} already holds files: restore into an empty folder.")


def _unpack(archive: Path, manifest: Manifest, media: Path) -> None:
    """File by file, by the manifest's names: the filter that tarfile has for this is missing in Python 3.11.2."""
    media.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=".restored-", dir=media.parent))
    try:
        with tarfile.open(archive) as tar:
            for name in manifest.files:
                _unpack_file(tar, name, beside)
        if media.exists():
            media.rmdir()
        beside.rename(media)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack_file(tar: tarfile.TarFile, name: str, folder: Path) -> None:
    target = folder / name
    content = tar.extractfile(name)
    if content is None or not target.resolve().is_relative_to(folder.resolve()):
        raise Damaged(f"The backup holds a file that lies outside of its folder: {name}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)


def _compare(manifest: Manifest, url: str, media: Path) -> None:
    with database.reading(url) as connection:
        found = database.contents_of(connection)
    wrong = sorted(
        name for name in manifest.tables.keys() | found.keys() if manifest.tables.get(name) != found.get(name)
    )
    if wrong:
        raise Damaged(f"After restoring, {len(wrong)} tables differ from the backup: {', '.join(wrong[:5])}.")
    for name, expected in manifest.files.items():
        if print_of(media / name) != expected:
            raise Damaged(f"After restoring, the file {name} differs from the backup.")
