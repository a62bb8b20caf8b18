"""All files of a report in one archive with their digests."""

import shutil
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.files import MIB
from reports.files import attached_to
from reports.models import Snapshot, Submission


def archive_of(snapshot: Snapshot, submission: Submission | None, lacking: str | None = None) -> IO[bytes]:
    """The archive, on disk once it is long; the files that lie with the delivery are named by what they are.

    `lacking` says what does not lie in it yet: a comment on top of the digests, which `sha256sum --check` passes over.
    """
    body = SpooledTemporaryFile(max_size=MIB)  # noqa: SIM115 - the answer closes it
    with ZipFile(body, "w", ZIP_DEFLATED) as archive:
        files = [(one.name, one) for one in snapshot.files.all()]
        for attached in attached_to(submission) if submission else ():
            # Two scans may bear one name.
            files += [
                (f"{attached.label}{number}-{one.file.name}", one.file) for number, one in enumerate(attached.files, 1)
            ]
        given = [(name, stored) for name, stored in files if not stored.is_withheld]
        for name, stored in given:
            with stored.file.open("rb") as source, archive.open(name, "w") as target:
                shutil.copyfileobj(source, target)
        # Without the moment of this download: two of one version are the same file.
        lines = [f"# {lacking}"] if lacking else []
        lines += [f"{one.sha256}  {name}" for name, one in given]
        archive.writestr(ZipInfo("SHA256SUMS.txt"), "".join(f"{line}\n" for line in lines))
    body.seek(0)
    return body
