"""The life of a hazard as the database wrote it: events of the ledger row and its side tables, in one line of time.

Bulk writes, imports and raw SQL leave the same events as pages; what has no person behind it says so.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

from django.db.models import Field, Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import Division, User
from core.attachments import attachments_of, slots_of
from core.history import event_model, in_words, instants
from core.languages import listed, put, shown
from core.rows import Row
from enterprises.models import Enterprise
from hazards.choices import HazardStatus
from hazards.models import (
    Confirmation,
    Enforcement,
    Extension,
    FineProposal,
    Hazard,
    LevelChange,
    Notice,
    NoticeLine,
    Refusal,
    RefusalReport,
    Reopening,
    Review,
    Submission,
    Treatment,
    VoidRequest,
)
from hazards.rules.plans import FIVE, SIX

#: A row of the events of a tracked model: their class is made when the model is.
Event: TypeAlias = Row
#: What the writer said of himself: JSON that each step fills as it likes.
Said: TypeAlias = dict[str, Any]

SHOWN: Final = 200
#: What the portal keeps for itself: shown only where a write came from no step and no workbook.
LEFT_OUT: Final = frozenset(
    {"criterion_id", "insurer_id", "by_hand", "evidence_from", "round", "submitted_by_id", "submitted_on"}
)
NEVER_SHOWN: Final = frozenset({"id", "created_at", "updated_at", "sheet", "hazard_id"})
PLACES: Final = frozenset({"city_id", "county_id"})
STATES: Final = dict(HazardStatus.choices)
STATE: Final = Hazard._meta.get_field("state").verbose_name
#: Steps that are no move and write no side table of their own, by the name that their writer gave.
STEPS: Final = {
    "supervised": "挂牌督办",
    "files": "添加附件",
    "notified-again": "补充告知主要负责人",
    "acceptance-filed": "登记验收报告",
    "reopened": "同意恢复生产经营",
    "take": "签收受理",
    "fine-declined": "不同意罚款",
}
#: What an insurer does in the place of the enterprise, which has no account (domain.md 5.1).
FOR_ENTERPRISE: Final = frozenset({HazardStatus.RECTIFYING, HazardStatus.SUBMITTED})
#: Side tables with the heading of their first entry, and the columns whose words are shown.
PARTS: Final[tuple[tuple[Any, str, tuple[str, ...]], ...]] = (
    (Treatment, "填写整改方案", ("points", "elements", "interim")),
    (Submission, "整改结果", ("rectified_on", "cost", "note")),
    (Confirmation, "部门确认", ("opinion",)),
    (Review, "复查", ("passed", "opinion", "reviewed_on", "deadline")),
    (LevelChange, "调整等级", ("before", "after", "basis", "reason")),
    (Extension, "延长整改期限", ("before", "after", "reason")),
    (VoidRequest, "作废申请", ("reason", "state")),
    (Refusal, "拒不整改认定", ("ground", "is_written", "state", "number")),
    (Enforcement, "执法记录", ("kind", "number", "decided_on", "fine", "published_on", "text")),
    (FineProposal, "罚款审批", ("number", "decided_on", "fine", "state", "reason")),
    (Reopening, "同意恢复生产经营", ("number", "agreed_on", "officers", "opinion")),
)


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One write. `who` is empty where no person stands behind it; `is_correction`: a fact was changed, not a step.

    `on_behalf` is whom an insurer acted for where the enterprise itself would.
    """

    at: datetime
    order: int
    title: str
    who: str
    organisation: str
    by_upload: bool
    changes: tuple[Change, ...]
    is_correction: bool = False
    on_behalf: str = ""
    #: The writes of one step share it; None where the writer said nothing about himself.
    context: object = None

    @property
    def is_move(self) -> bool:
        return " → " in self.title


def moments_of(hazard: Hazard, user: User) -> list[Moment]:
    """The newest 200 moments that this person may read, oldest first; about 25 queries."""
    found = [*_of_ledger(hazard), *_of_parts(hazard, user), *_of_files(hazard)]
    return _steps(sorted(found, key=lambda one: (one.at, one.order)))[-SHOWN:]


def days_of_states(hazard: Hazard) -> dict[str, date]:
    """{state: the day on which the hazard entered it, the last time}, as the database wrote it."""
    events = _events(Hazard, pgh_obj_id=hazard.pk)
    at, before, found = instants(events), "", {}
    for event in events:
        if event.state != before:
            found[event.state] = timezone.localdate(at[event.pgh_id])
            before = event.state
    if events:  # what came further on than recorded was put on record by the same write
        found.setdefault(HazardStatus.RECORDED, timezone.localdate(at[events[0].pgh_id]))
    return found


def _steps(moments: Iterable[Moment]) -> list[Moment]:
    """What one step wrote into several tables is one moment: named by its move, else by its side row."""
    groups: dict[object, list[Moment]] = {}
    for place, one in enumerate(moments):
        groups.setdefault(("alone", place) if one.context is None else one.context, []).append(one)
    return [_joined(group) for group in groups.values()]


def _joined(group: list[Moment]) -> Moment:
    moves = [one for one in group if one.is_move]
    entries = [one for one in group if not one.is_correction]
    first = (moves or entries or group)[0]
    state = str(STATE)  # in the language of this page
    changes = dict.fromkeys(change for one in group for change in one.changes if not moves or change.label != state)
    return replace(first, changes=tuple(changes), is_correction=not entries)


def _events(model: type[Model], **where: object) -> list[Event]:
    rows = event_model(model)._default_manager.filter(**where).select_related("pgh_context")
    return list(rows.order_by("-pgh_id")[: SHOWN * 2])[::-1]


def _people(events: Iterable[Event]) -> dict[int, User]:
    ids = {_context(event).get("user") for event in events}
    return User.objects.with_offices().in_bulk([one for one in ids if isinstance(one, int)])


def _context(event: Event) -> Said:
    found: Said = event.pgh_context.metadata if event.pgh_context else {}
    return found


def _moment(
    event: Event,
    at: datetime,
    people: dict[int, User],
    title: str,
    changes: Iterable[Change],
    *,
    is_correction: bool = False,
    on_behalf: str = "",
) -> Moment:
    """As the writer was called then; a write that only says who has the name of today."""
    context = _context(event)
    person = people.get(context.get("user", 0))
    who, organisation = (str(person), person.office_at(at).name) if person else ("", "")
    return Moment(
        at=at,
        order=event.pgh_id,
        title=title,
        who=context.get("name") or who,
        organisation=context.get("organisation") or organisation,
        by_upload="upload" in context,
        changes=tuple(changes),
        context=event.pgh_context_id,
        is_correction=is_correction,
        on_behalf=on_behalf,
    )


def _of_ledger(hazard: Hazard) -> Iterator[Moment]:
    events = _events(Hazard, pgh_obj_id=hazard.pk)
    at, people = instants(events), _people(events)
    places = dict(
        Division.objects.filter(code__in={getattr(e, key) for e in events for key in PLACES}).values_list(
            "code", "name"
        )
    )
    before = None
    for event in events:
        if before is None:
            entered = put("{}（{}）", _said("登记入库"), STATES.get(event.state, event.state))
            yield _moment(event, at[event.pgh_id], people, entered, ())
        elif changes := list(_differences(before, event, places, () if _is_bare(event) else LEFT_OUT)):
            moved, step = before.state != event.state, STEPS.get(_context(event).get("step", ""))
            title = f"{STATES.get(before.state)} → {STATES.get(event.state)}" if moved else _said(step or "更正")
            for_firm = (
                moved
                and event.state in FOR_ENTERPRISE
                and before.state in {HazardStatus.NOTIFIED, HazardStatus.RECTIFYING}
            )
            yield _moment(
                event,
                at[event.pgh_id],
                people,
                title,
                changes,
                is_correction=not (moved or step),
                on_behalf=hazard.enterprise.name if for_firm and hazard.insurer_id else "",
            )
        before = event


def _is_bare(event: Event) -> bool:
    """Whether neither a step nor a workbook says that it wrote this."""
    return not _context(event).keys() & {"step", "upload"}


def _differences(
    before: Event, after: Event, places: dict[str, str], left_out: Collection[str] = LEFT_OUT
) -> Iterator[Change]:
    for field in Hazard._meta.concrete_fields:
        key = field.attname
        old: Any = getattr(before, key, None)
        new: Any = getattr(after, key, None)
        if key == "enterprise_id" and old != new:
            names = dict(Enterprise.objects.filter(pk__in=[old, new]).values_list("pk", "name"))
            yield Change(str(field.verbose_name), names.get(old, "—"), names.get(new, "—"))
        elif key in NEVER_SHOWN or key in left_out:
            continue
        elif old != new and not (key == "insurer_ref" and new == after.hazard_no):
            yield Change(str(field.verbose_name), *(_words(field, key, value, places) for value in (old, new)))


def _words(field: "Field[object, object]", key: str, value: object, places: dict[str, str]) -> str:
    return places.get(str(value), str(value)) if key in PLACES and value else in_words(field, value)


def _of_parts(hazard: Hazard, user: User) -> Iterator[Moment]:
    """The side tables, each as far as this person sees its rows: a case of refusal or enforcement is not everybody's."""
    for model, title, columns in PARTS:
        rows = model.objects.visible_to(user).filter(hazard=hazard).values("pk")
        yield from _of_part(model, title, columns, _events(model, pgh_obj_id__in=rows))
    named = NoticeLine.objects.visible_to(user).filter(hazard=hazard)
    yield from _of_part(NoticeLine, "书面告知书", ("deadline",), _events(NoticeLine, pgh_obj_id__in=named.values("pk")))
    lines = named.values("notice_id")
    yield from _of_part(
        Notice, "书面告知书", ("number", "state", "served_on", "receiver"), _events(Notice, pgh_obj_id__in=lines)
    )
    sent = RefusalReport.objects.visible_to(user).filter(refusal__hazard=hazard).values("pk")
    yield from _of_part(
        RefusalReport, "拒不整改报告", ("due_on", "received_at"), _events(RefusalReport, pgh_obj_id__in=sent)
    )


def _said(title: str) -> str:
    """The official word for a step in the language of the page."""
    return shown(title, "hazard step")


def _of_files(hazard: Hazard) -> Iterator[Moment]:
    """Files that were added beside a step."""
    slots = slots_of(hazard)
    files = attachments_of(hazard).select_related("added_by__organisation").prefetch_related("added_by__postings")
    for file in files:
        label = str(slots[file.slot].label) if file.slot in slots else file.slot
        person = file.added_by
        yield Moment(
            at=file.added_at,
            order=file.pk,
            title=_said(STEPS["files"]),
            who=str(person),
            organisation=person.office_at(file.added_at).name,
            by_upload=False,
            changes=(Change(label, "—", file.name),),
        )


def _of_part(model: type[Model], title: str, columns: tuple[str, ...], events: list[Event]) -> Iterator[Moment]:
    """One side table. A write that no step explains shows every column that it changed, and is a correction."""
    at, people = _instants(events), _people(events)
    every = tuple(f.attname for f in model._meta.concrete_fields if f.attname not in NEVER_SHOWN)
    last: dict[int, Event] = {}
    for event in events:
        before = last.get(event.pgh_obj_id)
        wrong = before is not None and _is_bare(event)
        changes = list(_changes(model, before, event, every if wrong else columns))
        last[event.pgh_obj_id] = event
        if before is None or changes:
            told = put("{}：{}", _said("更正"), _said(title)) if wrong else _said(title)
            yield _moment(event, at[event.pgh_id], people, told, changes, is_correction=wrong)


def _changes(model: type[Model], before: Event, after: Event, columns: tuple[str, ...]) -> Iterator[Change]:
    for name in columns:
        field = cast("Field[object, object]", model._meta.get_field(name))
        old, new = getattr(before, name, None), getattr(after, name)
        if old == new or (before is None and new in (None, "")):
            continue
        if isinstance(new, dict) and name in {"points", "elements"}:
            yield from _entries(name, old or {}, new)
            continue
        yield Change(str(field.verbose_name), _words(field, name, old, {}), _words(field, name, new, {}))


def _entries(name: str, old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Change]:
    """What changed in the five points or the six elements, each by its name."""
    for key, label in (FIVE if name == "points" else SIX).items():
        before, after = (_point(kept.get(key)) for kept in (old, new))
        if before != after:
            yield Change(_said(label), before, after)


def _point(value: object) -> str:
    if not isinstance(value, dict):
        return str(value) if value else "—"
    words = [str(value[key]) for key in ("text", "person") if value.get(key)]
    amount = [f"{Decimal(str(value['amount'])):,.2f} {_said('元')}"] if value.get("amount") not in (None, "") else []
    return listed([_said("已落实" if value.get("settled") else "未落实"), *words, *amount], "，")


def _instants(events: list[Event]) -> dict[int, datetime]:
    """As `core.history.instants`, for tables without `created_at`."""
    return {e.pgh_id: parse_datetime(str(_context(e).get("at", ""))) or e.pgh_created_at for e in events}
