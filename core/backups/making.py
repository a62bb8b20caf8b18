"""Making a backup: one state of the database, the files that it names, and a sealed table of contents."""

import shutil
import tarfile
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

from core.backups import database
from core.backups.manifest import DUMP, FILES, Damaged, Manifest, Print, print_of, print_of_stream


def make_backup(*, url: str, media: Path, out: Path, at: datetime) -> Path:
    """Write a backup into a new folder under `out` and answer the folder. Raises Damaged, OSError.

    `url` is a role that reads every row. Database and digests are of one state; files never change once written, and
    those that the database names are there before it names them.
    """
    out.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=".unfinished-", dir=out))
    try:
        _fill(unfinished, url, media, at)
        return unfinished.rename(out / f"portal-{at:%Y%m%d-%H%M%S}")
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _fill(unfinished: Path, url: str, media: Path, at: datetime) -> None:
    with database.reading(url) as connection:
        snapshot = database.snapshot_of(connection)
        kept_out = [f"--exclude-table-data={table}" for table in database.NO_DATA]
        dump = [f"--snapshot={snapshot}", "--format=custom", f"--file={unfinished / DUMP}", *kept_out]
        database.run("pg_dump", url, dump)
        files = _pack_files(connection, media, unfinished / FILES)
        Manifest(
            made_at=at.isoformat(),
            migrations=database.migrations_of(connection),
            tables=database.contents_of(connection),
            files=files,
            parts={name: print_of(unfinished / name) for name in (DUMP, FILES)},
        ).write(unfinished)


def _pack_files(connection: Any, media: Path, archive: Path) -> dict[str, Print]:
    """Put every file that the database names into the archive. Raises Damaged for one that is missing or changed."""
    packed = {}
    with tarfile.open(archive, "w") as tar, connection.cursor() as cursor:
        cursor.execute("SELECT file, sha256 FROM core_storedfile ORDER BY file")
        for name, sha256 in cursor:
            path = media / name
            if not path.is_file():
                raise Damaged(f"The file {name} is in the database and not under {media}: run check_integrity.")
            with path.open("rb") as stream:
                packed[name] = _pack(tar, name, stream, path.stat().st_size)
            if packed[name].sha256 != sha256:
                raise Damaged(f"The file {name} is not what was uploaded: run check_integrity.")
    return packed


def _pack(tar: tarfile.TarFile, name: str, stream: IO[bytes], size: int) -> Print:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, stream)
    stream.seek(0)
    return print_of_stream(stream)
