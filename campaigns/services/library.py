"""Writes of the library and of the contact list (N51, N52, N54)."""

import html
import re
import zlib
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import IO, Final
from zipfile import BadZipFile, ZipFile

from accounts.models import User
from campaigns.models import LibraryDocument, OfficeContact
from campaigns.permissions import CampaignPermission
from core import audit, writing
from core.attachments import attachments_of
from core.writing import Refused

#: A landline with area code, and an extension if there is one (domain.md 6.3).
LANDLINE: Final = re.compile(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?")


#: Where a Word file keeps its text, how much of it is read, how much the search keeps.
DOCX_TEXT: Final = "word/document.xml"
MOST_BYTES: Final = 5_000_000
MOST_WORDS: Final = 200_000
PARAGRAPH_END: Final = re.compile(r"</w:p>")
TAG: Final = re.compile(r"<[^>]*>")


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


def sought_of(row: LibraryDocument) -> str:
    """What the search reads of a document: its own words and those of its files."""
    words = words_of_files(row) if row.pk else ""
    return f"{row.title}\n{row.number}\n{row.issuer}\n{row.summary}\n{row.body}\n{words}"


def words_of_files(row: LibraryDocument) -> str:
    """The text of the document's Word files; other kinds are found by their names alone."""
    found = []
    for one in attachments_of(row).select_related("file"):
        found.append(one.name)
        if one.name.lower().endswith(".docx") and not one.file.is_withheld:
            with one.file.file.open("rb") as stream:
                found.append(words_of_docx(stream))
    return "\n".join(found)[:MOST_WORDS]


def words_of_docx(stream: IO[bytes]) -> str:
    """The running text of a Word file, without any parser of XML; nothing where it cannot be read."""
    try:
        with ZipFile(stream) as archive, archive.open(DOCX_TEXT) as part:
            text = part.read(MOST_BYTES).decode("utf-8", "ignore")
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, zlib.error):
        return ""
    lined = PARAGRAPH_END.sub("\n", text)
    return html.unescape(TAG.sub("", lined))


def read_files_anew(*, document: LibraryDocument, by: User, at: datetime) -> None:
    """Let the search read the files of a document after one was attached. Raises NotAllowed."""
    with writing.open_row(
        document, by=by, permission=CampaignPermission.LIBRARY_WRITE, at=at, step="read-files"
    ) as locked:
        locked.sought = sought_of(locked)
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
        row = writing.lock(document, seen=seen) if document else LibraryDocument()
        row.version += 1 if row.pk else 0
        for field in fields(text):
            value = getattr(text, field.name)
            setattr(row, field.name, value.strip() if isinstance(value, str) else value)
        row.sought, row.changed_by, row.changed_at = sought_of(row), by, at
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
        if not LANDLINE.fullmatch(number):
            raise Refused(("phone", f"「{number[:30]}」不是办公电话，请填写带区号的固定电话，例如 0571-81050000"))
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
