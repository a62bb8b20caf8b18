"""All files of a report in one archive with their digests."""

import shutil
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from core.files import MIB
from reports.models import Snapshot


def archive_of(snapshot: Snapshot) -> IO[bytes]:
    """The archive, on disk once it is long."""
    body = SpooledTemporaryFile(max_size=MIB)  # noqa: SIM115 - the answer closes it
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        files = list(snapshot.files.all())
        for stored in files:
            with stored.file.open("rb") as source, archive.open(stored.name, "w") as target:
                shutil.copyfileobj(source, target)
        archive.writestr("SHA256SUMS.txt", "".join(f"{one.sha256}  {one.name}\n" for one in files))
    body.seek(0)
    return body
