"""Writes of the library and of the contact list (N51, N52, N54)."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final

from django.db.models import Count

from accounts.models import User
from campaigns.choices import LIBRARY
from campaigns.models import LibraryDocument, OfficeContact
from campaigns.permissions import CampaignPermission
from campaigns.rules import complain_landline
from core import audit, jobs, writing
from core.attachments import attachments_of, remove, texts
from core.identifiers import is_page_address
from core.models import Attachment, Job
from core.writing import Refused

#: How much of its files the search keeps of a document, what parts their words from its own, and one file from the next.
MOST_WORDS: Final = 400_000
FILES_MARK: Final = "\f"
FILE_END: Final = "\x02"
JOB_KIND: Final = "library-text"


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as typed."""

    kind: str
    title: str
    issuer: str
    summary: str
    text_state: str
    number: str = ""
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    body: str = ""
    link: str = ""
    is_checked: bool = False


def sought_of(row: LibraryDocument, words: str = "") -> str:
    """What the search reads of a document: its own words, and those of its files as they were read last."""
    own = f"{row.title}\n{row.number}\n{row.issuer}\n{row.summary}\n{row.body}"
    return f"{own}\n{FILES_MARK}{words}"


def words_of_files(row: LibraryDocument) -> str:
    """Names and text of the document's files; what cannot be read is found by its name alone."""
    found = []
    for one in attachments_of(row).select_related("file"):
        words = ""
        if texts.is_readable(one.media_type) and not one.file.is_withheld:
            with one.file.file.open("rb") as stream:
                words = texts.text_of(stream, one.media_type)
        found.append(f"{one.name}\n{words}")
    return FILE_END.join(found)[:MOST_WORDS]


def ask_to_read_files(*, document: LibraryDocument, by: User, at: datetime) -> Job:
    """Have the files of a document read for the search by the workers: a long one takes its time. Raises NotAllowed."""
    with writing.open_row(document, by=by, permission=CampaignPermission.LIBRARY_WRITE, at=at, step="read-files"):
        own = Attachment.objects.filter(kind=LIBRARY, subject_id=document.pk)
        counted = own.aggregate(n=Count("pk"), gone=Count("removed_at"))
        key = f"{JOB_KIND}:{document.pk}:{counted['n']}-{counted['gone']}"
        return jobs.create_job(kind=JOB_KIND, key=key, by=by, at=at, payload={"document": document.pk})


def take_file_away(*, document: LibraryDocument, file: Attachment, by: User, at: datetime) -> Job:
    """Take a file off a document, which the search then forgets; file and trace are kept. Raises NotAllowed, Refused."""
    remove(file, by=by, at=at)
    return ask_to_read_files(document=document, by=by, at=at)


def read_files_anew(*, document: LibraryDocument, by: User, at: datetime) -> None:
    """Let the search read the files of a document. Raises NotAllowed."""
    words = words_of_files(document)
    with writing.open_row(
        document, by=by, permission=CampaignPermission.LIBRARY_WRITE, at=at, step="read-files"
    ) as locked:
        locked.sought = sought_of(locked, words)
        locked.save(update_fields=["sought"])


def write_document(
    *, text: DocumentText, by: User, at: datetime, document: LibraryDocument | None = None, seen: str | None = None
) -> LibraryDocument:
    """Enter a document, or change one. Raises NotAllowed, Refused, Stale."""
    with writing.open_ledger(
        LibraryDocument,
        document or text.title,
        by=by,
        permission=CampaignPermission.LIBRARY_WRITE,
        at=at,
        step="write",
        on=document,
        sentences={
            "library_document_once": ("title", f"文件库中已有「{text.title}」（{text.number}），请在原条目上修改。")
        },
    ):
        if text.valid_from and text.valid_to and text.valid_to < text.valid_from:
            raise Refused(("valid_to", f"失效日期 {text.valid_to} 早于施行日期 {text.valid_from}，请更正"))
        if text.link.strip() and not is_page_address(text.link.strip()):
            raise Refused(("link", f"链接「{text.link[:60]}」不是网址，请填写以 http:// 或 https:// 开头的完整网址"))
        row = writing.lock(document, seen=seen) if document else LibraryDocument()
        row.version += 1 if row.pk else 0
        for field in fields(text):
            value = getattr(text, field.name)
            setattr(row, field.name, value.strip() if isinstance(value, str) else value)
        row.sought = sought_of(row, row.sought.partition(FILES_MARK)[2])
        row.changed_by, row.changed_at = by, at
        row.save()
        audit.record("library.written", by=by, at=at, subject=str(row))
    return row


def write_contact(*, office: str, matter: str, phone: str, by: User, at: datetime) -> OfficeContact:
    """Enter an office of the own organisation, or its new number. Raises NotAllowed, Refused."""
    name, number = office.strip(), phone.strip()
    found = OfficeContact.objects.visible_to(by).filter(organisation=by.organisation, office=name).first()
    with writing.open_ledger(
        OfficeContact,
        f"{by.organisation} {name}",
        by=by,
        permission=CampaignPermission.CONTACT_WRITE,
        at=at,
        step="write",
        on=found,
    ):
        writing.insist(complain_landline(number), "phone")
        row = writing.lock(found) if found else OfficeContact(organisation=by.organisation, office=name)
        row.matter, row.phone, row.changed_by, row.changed_at = matter.strip(), number, by, at
        row.save()
        audit.record("contact.written", by=by, at=at, subject=str(row))
    return row


def drop_contact(*, contact: OfficeContact, by: User, at: datetime) -> None:
    """Take an office of the own organisation from the list. Raises NotAllowed, Refused."""
    with writing.open_row(
        contact, by=by, permission=CampaignPermission.CONTACT_WRITE, at=at, step="drop", related=("organisation",)
    ) as locked:
        if locked.organisation_id != by.organisation_id:
            raise Refused(f"该联系方式由「{locked.organisation}」维护，请由该单位办理")
        audit.record("contact.dropped", by=by, at=at, subject=str(locked))
        locked.delete()
