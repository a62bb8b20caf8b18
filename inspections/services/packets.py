"""Packets from phones: drafts and findings that may come late, twice, or over what somebody else wrote since."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from core.plain import Answers, Plain
from core.writing import Refused
from inspections.models import InspectedEnterprise, Item, Packet
from inspections.services.answers import clashes_of, require_answers, write_answers, writer_of
from inspections.services.base import I, Values, open_draft
from inspections.services.findings import record_finding
from inspections.words import label_of, words

MOST_TOLD = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """A packet as read from the line: `values` and `finding` are cleaned, `raw` is what came, `version` the page's,
    `versions` those of the answers that the page has saved since.

    `errors` says, by the name of an answer, what is wrong with those that could not be read; they stay on the phone.
    """

    client_id: UUID
    raw: Answers
    version: int
    versions: Mapping[str, int] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    finding: Answers | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    told_at: str = ""

    @property
    def digest(self) -> str:
        text = json.dumps(self.raw, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def earlier_answer(*, item: Item, sent: Sent, by: User) -> Plain | None:
    """What the same packet was answered the first time; None for one that is new.

    Raises Refused for another packet under an id that is taken, were it another person's.
    """
    packet = Packet.objects.visible_to(by).filter(client_id=sent.client_id).first()
    if packet is None:
        return None
    of_form = packet.enterprise_item_id if isinstance(item, InspectedEnterprise) else packet.insurer_item_id
    if (packet.sent_by_id, of_form, packet.digest) != (by.pk, item.pk, sent.digest):
        raise Refused("这个编号的数据包已收到过，但内容不同，本次未保存。填写内容仍在本机，请刷新页面后重新保存")
    answer: Plain = packet.answer
    return answer


def take_packet(*, item: I, sent: Sent, by: User, at: datetime) -> Plain:
    """Store the answers that nobody else touched since, and the finding; what clashes is told field by field.

    The same packet again is answered as the first was and stores nothing. Raises NotAllowed, Refused; nothing of the
    packet is stored then, and it may be sent again under the same id.
    """
    known = earlier_answer(item=item, sent=sent, by=by)
    if known is not None:
        return known
    with open_draft(item, by, at, "packet", "检查表已提交，填写内容仍在本机；请先退回修改，再重新发送") as locked:
        known = earlier_answer(item=item, sent=sent, by=by)
        if known is not None:
            return known
        answer = _stored(locked, sent, by, at)
        Packet.objects.create(
            task=locked.task,
            enterprise_item=locked if isinstance(locked, InspectedEnterprise) else None,
            insurer_item=None if isinstance(locked, InspectedEnterprise) else locked,
            client_id=sent.client_id,
            digest=sent.digest,
            sent=sent.raw,
            answer=answer,
            told_at=sent.told_at[:MOST_TOLD],
            sent_by=by,
            received_at=at,
        )
    return answer


def _stored(locked: I, sent: Sent, by: User, at: datetime) -> Plain:
    require_answers(locked, sent.values)
    clashing = clashes_of(locked, sent.values, sent.version, sent.versions)
    who = writer_of(locked, clashing) if clashing else ""
    told = [
        {
            "name": name,
            "label": label_of(locked, name),
            "stored": words(locked, name, stored),
            "typed": words(locked, name, typed),
            "raw": as_sent(stored),
            "by": who,
        }
        for name, (stored, typed) in clashing.items()
    ]
    free = {name: value for name, value in sent.values.items() if name not in clashing}
    write_answers(locked, free, by, at)
    finding = record_finding(item=locked, by=by, at=at, **sent.finding) if sent.finding is not None else None
    return {
        "version": locked.version,
        "saved": sorted(free),
        "clashes": told,
        "errors": dict(sent.errors),
        "finding": finding.no if finding is not None else "",
        "at": f"{timezone.localtime(at):%H:%M:%S}",
    }


def as_sent(value: object) -> str | list[str]:
    """A stored answer as the form sends it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
