"""Tables without a domain word: jobs, stored files, audit events, attachments, drafts, kept filters, marks of writing, the trail."""

from core.models.attachments import Attachment
from core.models.audit import AuditEvent
from core.models.drafts import Draft
from core.models.files import StoredFile
from core.models.jobs import Job
from core.models.touches import LedgerTouch
from core.models.trail import Seal, Witness
from core.models.views import SavedView

__all__ = [
    "Attachment",
    "AuditEvent",
    "Draft",
    "Job",
    "LedgerTouch",
    "SavedView",
    "Seal",
    "StoredFile",
    "Witness",
]
