"""Snapshots of reports with what they froze, and how they are delivered."""

from reports.models.delivery import Correction, ReportDuty, Submission
from reports.models.snapshots import Capture, CaptureFigure, CaptureRow, Snapshot

__all__ = ["Capture", "CaptureFigure", "CaptureRow", "Correction", "ReportDuty", "Snapshot", "Submission"]
