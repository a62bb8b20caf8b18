"""Snapshots of reports with what they froze, what people write of them, and how they are delivered."""

from reports.models.delivery import Correction, ReportDuty, Submission
from reports.models.snapshots import (
    Capture,
    CaptureBlock,
    CaptureColumn,
    CaptureFigure,
    CaptureHistory,
    CaptureNames,
    Snapshot,
)
from reports.models.writing import Contribution, Rehearsal, ReportSection

__all__ = [
    "Capture",
    "CaptureBlock",
    "CaptureColumn",
    "CaptureFigure",
    "CaptureHistory",
    "CaptureNames",
    "Contribution",
    "Correction",
    "Rehearsal",
    "ReportDuty",
    "ReportSection",
    "Snapshot",
    "Submission",
]
