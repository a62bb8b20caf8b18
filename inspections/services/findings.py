"""Findings on a draft form."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import audit, walls, writing
from core.gate import NotAllowed
from core.writing import Refused
from inspections import rules
from inspections.choices import FindingSubject
from inspections.models import Finding, InspectedEnterprise, Item, Task
from inspections.rules.findings import SUBJECTS
from inspections.services.base import FormChanged, I, Values, changes_of, open_draft
from inspections.services.objections import insist_article
from insurers.activities.models import Activity

FINDING_ENTRIES = frozenset({"subject", "agency", "kind", "fact", "basis", "on_spot", "found_on"})


class FindingChanged(FormChanged):
    """The same of a finding."""


def record_finding(
    *,
    item: I,
    subject: str,
    kind: str,
    fact: str,
    basis: str,
    on_spot: bool,
    found_on: date,
    by: User,
    at: datetime,
    agency: Organisation | None = None,
) -> Finding:
    """Write a finding on a draft form; numbers run within the task, under its lock. Raises NotAllowed, Refused."""
    with open_draft(item, by, at, "record-finding", "检查表已提交，请先退回修改再记录问题") as locked:
        _check_kind(locked, subject, kind)
        _check_agency(subject, agency)
        insist_article(basis)
        last = Finding.objects.filter(task=locked.task_id).aggregate(n=Max("seq"))["n"] or 0
        finding = Finding(
            task=locked.task,
            seq=last + 1,
            subject=subject,
            agency=agency,
            kind=kind,
            fact=fact,
            basis=basis,
            on_spot=on_spot,
            found_on=found_on,
            recorded_by=by,
            recorded_at=at,
        )
        if isinstance(locked, InspectedEnterprise):
            finding.enterprise_item = locked
        else:
            finding.insurer_item = locked
        finding.save(force_insert=True)
        audit.record("inspection.finding-recorded", by=by, at=at, subject=finding.no, kind=kind)
    return finding


def _check_kind(item: Item, subject: str, kind: str) -> None:
    """An enterprise's form finds fault with the enterprise, an insurer's with it or its agency (domain.md 4.9)."""
    on_enterprise = isinstance(item, InspectedEnterprise)
    if on_enterprise != (subject == FindingSubject.ENTERPRISE):
        form, about = ("企业", "企业") if on_enterprise else ("保险机构", "保险机构或者第三方机构")
        raise Refused(("subject", f"对象「{SUBJECTS.get(subject, subject)}」不适用于{form}检查表，请选择{about}"))
    writing.insist(rules.complain_kind(subject, kind), "kind")


@walls.aside("which agencies work in the inspected city, for the finding that names one")
def agencies_there(task: Task) -> list[int]:
    """The agencies that carried out services in the inspected city, by their keys."""
    served = Activity.objects.filter(agency=OuterRef("pk"), city__code=task.inspected_id)
    return list(Organisation.objects.agencies().filter(Exists(served)).values_list("pk", flat=True))


def _check_agency(subject: str, agency: Organisation | None) -> None:
    """A finding on an agency names it, no other one names any, and none but an agency is named. Raises Refused."""
    if agency is None:
        missing = "对象为第三方机构的，请选择是哪一家机构" if subject == FindingSubject.AGENCY else None
        writing.insist(missing, "agency")
        return
    if agency.kind != OrganisationKind.SERVICE_AGENCY:
        raise Refused(("agency", f"「{agency}」不是第三方机构，请从第三方机构名录中选择"))
    if subject != FindingSubject.AGENCY:
        about = SUBJECTS.get(subject, subject)
        raise Refused(("agency", f"对象为「{about}」，不填第三方机构「{agency}」，请删去或者将对象改为第三方机构"))


@contextmanager
def _open_finding(finding: Finding, by: User, at: datetime, step: str) -> Iterator[Finding]:
    """Open a write to a finding of a draft form; gives the finding, fresh and locked with its form."""
    item = _item_of(finding)
    with open_draft(item, by, at, step, "检查表已提交，请先退回修改再改动问题"):
        locked = Finding.objects.select_for_update(of=("self",)).filter(pk=finding.pk).first()
        if locked is None:
            raise Refused("该问题已被删除")
        yield locked


def _item_of(finding: Finding) -> Item:
    item = finding.enterprise_item or finding.insurer_item
    if item is None:  # the database holds one of them filled
        raise LookupError(f"{finding} stands on no form")
    return item


def edit_finding(*, finding: Finding, values: Values, seen: datetime | None, by: User, at: datetime) -> Finding:
    """Change a finding of a draft form, its number stays. `seen`: when the version on the page was recorded.

    Raises FindingChanged where somebody else has recorded it anew since, or the page told no version; nothing is
    written then. Raises NotAllowed, Refused besides.
    """
    with _open_finding(finding, by, at, "edit-finding") as locked:
        if set(values) - FINDING_ENTRIES:
            raise NotAllowed("no entries of a finding")
        if locked.recorded_at != seen:
            raise FindingChanged(str(locked.recorded_by), changes_of(locked, values))
        before, basis = {"kind": locked.kind, "on_spot": locked.on_spot}, locked.basis
        for name, value in values.items():
            setattr(locked, name, value)
        _check_kind(_item_of(locked), locked.subject, locked.kind)
        _check_agency(locked.subject, locked.agency)
        insist_article(locked.basis, basis)
        locked.recorded_by, locked.recorded_at = by, at
        locked.save(update_fields=[*values, "recorded_by", "recorded_at"])
        audit.record("inspection.finding-changed", by=by, at=at, subject=locked.no, before=before, kind=locked.kind)
    return locked


def remove_finding(*, finding: Finding, by: User, at: datetime) -> None:
    """Take a finding off a draft form; the others keep their numbers, and the audit keeps its facts."""
    with _open_finding(finding, by, at, "remove-finding") as locked:
        audit.record("inspection.finding-removed", by=by, at=at, subject=locked.no, kind=locked.kind, fact=locked.fact)
        locked.delete()
