"""What happened to a service, in one line of time: written, changed, filed, corrected, made void, its notices and files.

Read from the history that the database writes, so that uploads and raw SQL are told of, too.
"""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.attachments import slots_of
from core.models import Attachment
from hazards.models import Notice
from hazards.permissions import HazardPermission
from insurers.activities.audit_words import ACTIONS
from insurers.activities.choices import ActivityState
from insurers.activities.corrections import corrections_of
from insurers.activities.models import Activity, ActivityConfirmation, ActivityDetail, ActivityVisit
from insurers.activities.notices import notices_of
from insurers.activities.states import ACTIONS as OF_MOVES
from insurers.base.moments import Change, Event, Moment, moments_of

#: The words of each step, by the name that its writer gave.
STEPS: Final = {
    **{name: ACTIONS[action] for name, action in OF_MOVES.items()},
    "enter": _("Service entered"),
    "correct": ACTIONS["activity.corrected"],
    "edit": ACTIONS["activity.edited"],
    "void-asked": ACTIONS["activity.void-asked"],
}
#: What the portal works out by itself, or repeats from another column of the same write.
UNSEEN: Final = frozenset(
    {"activity_id", "recorded_by_id", "recorded_at", "returned_by_id", "returned_at", "void_asked_by_id"}
    | {"void_asked_at", "filed_by_id", "filed_at", "city_id", "county_id", "insurer_id", "policy_id", "topics"}
)
#: What is told after the writes of the same instant.
AFTER: Final = 10**15


def timeline_of(activity: Activity, user: User) -> list[Moment]:
    """All that happened to the service, as far as the person may read it, the newest first."""
    found = [
        *moments_of(Activity, _ledger, unseen=UNSEEN, pgh_obj_id=activity.pk),
        *moments_of(ActivityDetail, _detail, unseen=UNSEEN, first=True, activity_id=activity.pk),
        *moments_of(ActivityVisit, _visit, unseen=UNSEEN, first=True, activity_id=activity.pk),
        *_confirmations(activity),
        *_corrections(activity),
        *_files(activity),
        *(_notices(activity, user) if user.may(HazardPermission.HAZARD_VIEW) else ()),
    ]
    return _joined(sorted(found, key=lambda one: (one.at, one.order)))[::-1]


def _joined(moments: list[Moment]) -> list[Moment]:
    """The tables that one step wrote to are one moment: same instant, same person, same words."""
    found: dict[tuple[object, ...], Moment] = {}
    for one in moments:
        key = (one.at, one.who, str(one.title))
        first = found.get(key)
        found[key] = one if first is None else Moment(
            one.at, first.order, first.title, one.who, one.organisation, one.by_upload, first.changes + one.changes
        )  # fmt: skip
    return list(found.values())


def _ledger(before: Event | None, after: Event, step: str) -> object:
    if before is None:
        return STEPS["correct"] if step == "correct" else STEPS["enter"]
    if before.state != after.state and step not in STEPS:
        return ActivityState(after.state).label
    return STEPS.get(step, ACTIONS["activity.edited"])


def _detail(before: Event | None, _after: Event, step: str) -> object:
    """The side row belongs to the step that wrote it; of a new service it is a part of the entry."""
    return STEPS.get(step) or (STEPS["enter"] if before is None else ACTIONS["activity.edited"])


def _visit(_before: Event | None, _after: Event, _step: str) -> object:
    return ACTIONS["activity.visited"]


def _confirmations(activity: Activity) -> Iterator[Moment]:
    return moments_of(
        ActivityConfirmation,
        lambda _before, _after, _step: ACTIONS["activity.confirmed"],
        unseen=UNSEEN,
        first=True,
        activity_id=activity.pk,
    )


def _corrections(activity: Activity) -> Iterator[Moment]:
    """That a later record corrects this one is written to the later one."""
    later = corrections_of(activity)[:1]
    rows = ActivityDetail.objects.filter(activity__in=later).select_related("activity")
    for row in rows:
        for one in moments_of(Activity, _ledger, pgh_obj_id=row.activity_id, pgh_label="insert"):
            changes = (Change(str(_("Corrected by")), "—", str(row.activity)),)
            yield Moment(
                one.at, one.order, _("Corrected by a new record"), one.who, one.organisation, one.by_upload, changes
            )


def _files(activity: Activity) -> Iterator[Moment]:
    """Files that were added, and those that were taken away again."""
    slots = slots_of(activity)
    rows = Attachment.objects.filter(kind="activity", subject_id=activity.pk)
    rows = rows.select_related("file", "added_by__organisation", "removed_by__organisation")
    for row in rows.prefetch_related("added_by__postings", "removed_by__postings"):
        label = str(slots[row.slot].label) if row.slot in slots else row.slot
        by = row.added_by
        added = Change(label, "—", row.name)
        # A file that a correction took along was added before the record that it now goes with.
        at, order = max(row.added_at, activity.created_at), AFTER + row.pk
        yield Moment(at, order, _("File added"), str(by), by.office_at(row.added_at).name, changes=(added,))
        if row.removed_at is not None and row.removed_by is not None:
            by, gone = row.removed_by, Change(label, row.name, "—")
            office = by.office_at(row.removed_at).name
            yield Moment(row.removed_at, order, _("File taken away"), str(by), office, changes=(gone,))


def _notices(activity: Activity, user: User) -> Iterator[Moment]:
    visible = Notice.objects.visible_to(user).values("pk")
    rows = list(notices_of(activity).filter(pk__in=visible).values_list("pk", flat=True))
    told = frozenset({"number", "state", "served_on", "receiver"})
    unseen = {field.attname for field in Notice._meta.concrete_fields} - told
    yield from moments_of(Notice, _notice, unseen=unseen, first=True, pgh_obj_id__in=rows)


def _notice(before: Event | None, _after: Event, _step: str) -> object:
    return _("Written notice issued") if before is None else _("Written notice changed")
