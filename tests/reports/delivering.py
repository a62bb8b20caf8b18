"""Deliveries for tests: a version taken through its steps by two people."""

from accounts.models import User
from core import clock
from reports import services
from reports.documents.sections import sections_of
from reports.documents.tokens import editable
from reports.models import Submission


def write_all(submission: Submission, by: User) -> None:
    """Write what only the office can say, in every section that has it."""
    assert submission.snapshot is not None
    for one in sections_of(submission.snapshot, submission):
        if one.to_write:
            services.write_section(
                submission=submission,
                key=one.key,
                text="\n".join(editable(text, one.bound) for text in one.paragraphs if "待补" not in text)
                + "\n示例文字。",
                seen=str(one.version),
                by=by,
                at=clock.now(),
            )


def sign(submission: Submission, first: User, second: User) -> Submission:
    """Edited and sent for review by the first, signed by the second."""
    at = clock.now()
    services.edit_report(submission=submission, by=first, at=at)
    write_all(submission, first)
    services.send_for_review(submission=submission, by=first, at=at)
    return services.sign_report(submission=submission, document_no=number_for(submission), by=second, at=at)


def number_for(submission: Submission) -> str:
    """The next document number of its office: no two of its reports have one."""
    duty = submission.duty
    others = Submission.objects.filter(duty__organisation=duty.organisation_id).exclude(duty=duty)
    return f"{duty.organisation.letter_code}〔2023〕{others.exclude(document_no='').count() + 1}号"


def deliver(submission: Submission, first: User, second: User) -> Submission:
    """Signed, and delivered."""
    sign(submission, first, second)
    return services.submit_report(submission=submission, by=first, at=clock.now())
