"""Tables without a domain word: jobs, stored files, audit events, uploads with their verdicts and held rows."""

from core.models.attachments import Attachment
from core.models.audit import AuditEvent
from core.models.drafts import Draft
from core.models.files import StoredFile
from core.models.jobs import Job
from core.models.touches import LedgerTouch
from core.models.uploads import HeldRow, StagedHold, StagedKey, Upload, UploadEffect, Verdict

__all__ = [
    "Attachment",
    "AuditEvent",
    "Draft",
    "HeldRow",
    "Job",
    "LedgerTouch",
    "StagedHold",
    "StagedKey",
    "StoredFile",
    "Upload",
    "UploadEffect",
    "Verdict",
]
