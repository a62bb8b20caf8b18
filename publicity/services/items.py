"""Writes of items: recorded, changed, recommended upward, adopted or declined by the province."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.choices import DivisionLevel
from accounts.models import Organisation, User
from core import audit, writing
from core.attachments import attachments_of
from core.transitions import fire
from core.views.addresses import row_address
from core.writing import Reason, Refused
from enterprises.models import Enterprise
from notifications.services import tell_office
from publicity.choices import FIXED, TOLD
from publicity.models import PublicityItem
from publicity.permissions import PublicityPermission
from publicity.rules import ItemFacts, complain_proof, item_faults
from publicity.states import ADOPT, DECLINE, RECOMMEND


@dataclass(frozen=True, slots=True)
class ItemText:
    """An item as typed; `uscc` is the credit code of the enterprise named, empty where none is."""

    title: str
    published_on: date
    kind: str
    channel: str
    level: str
    medium_name: str = ""
    url: str = ""
    text: str = ""
    uscc: str = ""
    company: Organisation | None = None
    has_consent: bool = False
    is_good_practice: bool = False


def record_item(
    *, text: ItemText, by: User, today: date, at: datetime, item: PublicityItem | None = None, seen: str | None = None
) -> PublicityItem:
    """Enter an item, or change one that the province has not adopted. Raises NotAllowed, Refused, Stale."""
    taken: dict[str, Reason] = {
        "publicity_item_once": (
            "title",
            f"本单位 {text.published_on} 已登记过同一渠道的「{text.title}」，无须重复登记。",
        )
    }
    with writing.open_ledger(
        PublicityItem,
        item or text.title,
        by=by,
        permission=PublicityPermission.PUBLICITY_WRITE,
        at=at,
        step="record",
        on=item,
        sentences=taken,
    ):
        row = writing.lock(item, seen=seen) if item is not None else new_item(by, at)
        writing.insist(complain_change(row, by))
        firm = enterprise_named(text.uscc, by)
        facts = ItemFacts(
            text.published_on,
            text.url,
            text.text,
            text.kind in TOLD,
            firm is not None or text.company is not None,
            text.has_consent,
        )
        if faults := list(item_faults(facts, today)):
            raise Refused(*faults)
        fill(row, text, firm)
        row.version += 1 if row.pk else 0
        row.save()
        audit.record("publicity.recorded", by=by, at=at, subject=str(row), kind=row.kind)
    return row


def new_item(by: User, at: datetime) -> PublicityItem:
    """An empty item of the person's office, where that lies."""
    division = by.organisation.division
    is_county = division.level == DivisionLevel.COUNTY
    return PublicityItem(
        organisation=by.organisation,
        city_id=(division.parent_id if is_county else None) or division.code,
        county_id=division.code if is_county else None,
        recorded_by=by,
        entered_at=at,
    )


def complain_change(row: PublicityItem, by: User) -> str | None:
    """Only the reporting unit changes an item, and only before it has gone upward."""
    if row.organisation_id != by.organisation_id:
        return f"该条目由「{row.organisation}」报送，只有该单位可以修改"
    if row.state in FIXED:
        return f"该条目处于「{row.get_state_display()}」状态，不能修改"
    return None


def enterprise_named(uscc: str, by: User) -> Enterprise | None:
    """The enterprise of a credit code in the person's sight. Raises Refused."""
    code = uscc.strip().upper()
    if not code:
        return None
    firm = Enterprise.objects.visible_to(by).filter(uscc=code).first()
    if firm is None:
        raise Refused(("uscc", f"在本单位可见的企业台账中没有统一社会信用代码「{code[:18]}」，请核对后重新填写"))
    return firm


def fill(row: PublicityItem, text: ItemText, firm: Enterprise | None) -> None:
    """Put what was typed into the row."""
    row.title, row.published_on = text.title.strip(), text.published_on
    row.kind, row.channel, row.level = text.kind, text.channel, text.level
    row.medium_name, row.url, row.text = text.medium_name.strip(), text.url.strip(), text.text.strip()
    row.enterprise, row.enterprise_name = firm, firm.name if firm else ""
    row.company, row.has_consent, row.is_good_practice = text.company, text.has_consent, text.is_good_practice


def recommend_item(*, item: PublicityItem, reason: str, by: User, at: datetime) -> PublicityItem:
    """Send good practice upward. Raises NotAllowed, Refused."""
    with writing.open_row(
        item, by=by, permission=PublicityPermission.PUBLICITY_WRITE, at=at, step="recommend"
    ) as locked:
        writing.insist(None if reason.strip() else "推荐理由为空，请写明好在哪里、可否推广", "reason")
        has_file = attachments_of(locked).exists()
        writing.insist(complain_proof(locked.url, locked.text, has_file=has_file))
        sent: PublicityItem = fire(RECOMMEND, locked, by=by, at=at, recommendation=reason.strip()[:500])
    return sent


def answer_item(*, item: PublicityItem, adopt: bool, note: str, by: User, at: datetime) -> PublicityItem:
    """Adopt or decline what was recommended. Raises NotAllowed, Refused; a refusal needs its reason."""
    move = ADOPT if adopt else DECLINE
    with writing.open_row(item, by=by, permission=PublicityPermission.PUBLICITY_ADOPT, at=at, step=move.name) as locked:
        writing.insist(None if adopt or note.strip() else "不予采用须写明理由，请填写意见", "note")
        answered: PublicityItem = fire(
            move, locked, by=by, at=at, answered_by=by, answered_at=at, answer_note=note.strip()[:500]
        )
        text = "：".join(
            part for part in (f"好做法「{answered.title}」{answered.get_state_display()}", note.strip()) if part
        )
        tell_office(answered.organisation_id, text, row_address("publicity:item-detail", answered.pk), by=by, at=at)
    return answered
