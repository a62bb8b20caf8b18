"""Deliveries for tests: a version taken through its steps by two people."""

from accounts.models import User
from core import clock
from reports import services
from reports.models import Submission


def sign(submission: Submission, first: User, second: User) -> Submission:
    """Edited and sent for review by the first, signed by the second."""
    at = clock.now()
    services.edit_report(submission=submission, by=first, at=at)
    services.send_for_review(submission=submission, by=first, at=at)
    return services.sign_report(submission=submission, document_no="示例应急〔2023〕1号", by=second, at=at)


def deliver(submission: Submission, first: User, second: User) -> Submission:
    """Signed, and delivered."""
    sign(submission, first, second)
    return services.submit_report(submission=submission, by=first, at=clock.now())
