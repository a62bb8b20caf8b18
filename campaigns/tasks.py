"""What the workers do for the library: read the files of a document for the search."""

from campaigns.models import LibraryDocument
from campaigns.services import library
from core import clock
from core.jobs import JobRefused, Tick
from core.models import Job


def run_reading(job: Job, _tick: Tick) -> dict[str, object]:
    """The job that `library.ask_to_read_files` wrote down. Raises JobRefused, NotAllowed."""
    document = LibraryDocument.objects.visible_to(job.owner).filter(pk=job.payload["document"]).first()
    if document is None:
        raise JobRefused("该文件资料已不在文件库中，请返回文件库核对")
    library.read_files_anew(document=document, by=job.owner, at=clock.now())
    return {"characters": len(document.sought)}
