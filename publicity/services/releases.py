"""Writes of the public page: an edition is proposed, released by a second person, withdrawn by a second person."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from core import audit, writing
from core.transitions import Transition, fire
from core.writing import Refused
from publicity.choices import ReleaseState
from publicity.content import digest_of, edition_content, page_content
from publicity.figures import PublicFigure, figures_on
from publicity.models import PublicityItem, PublicRelease
from publicity.pagefiles import Staged
from publicity.permissions import PublicityPermission
from publicity.states import ASK_WITHDRAWAL, KEEP, REFUSE, RELEASE, WITHDRAW

WRITE = PublicityPermission.PUBLIC_PAGE_WRITE


@dataclass(frozen=True, slots=True)
class Edition:
    """What is asked to stand on the page: ids of figures as of a day, and keys of cases."""

    counted_on: date
    figures: Sequence[str]
    cases: Sequence[int]
    note: str = ""


def propose_release(*, edition: Edition, by: User, today: date, at: datetime) -> PublicRelease:
    """Fix an edition for the second person. Raises NotAllowed, Refused."""
    waits = "已有一期公开信息待审核，请先审核或者不予公布后再提出新的一期"
    with writing.open_ledger(
        PublicRelease,
        f"公开信息 {edition.counted_on}",
        by=by,
        permission=WRITE,
        at=at,
        step="propose",
        sentences={"public_release_one_proposed": waits},
    ):
        if edition.counted_on > today:
            raise Refused(("counted_on", f"统计日 {edition.counted_on} 晚于今天（{today}），请更正"))
        writing.insist(None if edition.figures or edition.cases else "指标和典型案例均未选择，请至少选择一项")
        content = edition_content(
            counted_on=edition.counted_on, figures=figures_asked(edition), cases=cases_asked(edition, by)
        )
        row = PublicRelease.objects.create(
            counted_on=edition.counted_on,
            note=edition.note.strip()[:500],
            content=content,
            digest=digest_of(content),
            proposed_by=by,
            proposed_at=at,
        )
        audit.record("public-page.proposed", by=by, at=at, subject=str(row), digest=row.digest)
    return row


def figures_asked(edition: Edition) -> list[PublicFigure]:
    """The figures by their ids, in the order of the page. Raises Refused for one that is not for the public."""
    known = figures_on(edition.counted_on)
    unknown = [one for one in edition.figures if one not in known]
    if unknown:
        raise Refused(("figures", f"指标「{unknown[0][:60]}」未列入可以公布的指标，不能公布；可公布的指标见本页选项"))
    return [figure for name, figure in known.items() if name in set(edition.figures)]


def cases_asked(edition: Edition, by: User) -> list[PublicityItem]:
    """The cases by their keys. Raises Refused for one that the province has not adopted."""
    rows = PublicityItem.objects.visible_to(by).publishable().select_related("organisation", "company")
    found = list(rows.filter(pk__in=list(edition.cases)).order_by("-published_on", "-pk"))
    if len(found) != len(set(edition.cases)):
        raise Refused(("cases", "所选条目中有未被省厅采用的典型案例，不能公布；请刷新后重新选择"))
    return found


@contextmanager
def open_release(release: PublicRelease, step: str, by: User, at: datetime) -> Iterator[PublicRelease]:
    with writing.open_row(release, by=by, permission=WRITE, at=at, step=step) as locked:
        yield locked


def decide_release(*, release: PublicRelease, approve: bool, note: str, by: User, at: datetime) -> PublicRelease:
    """Release as the second person, which writes the page, or refuse. Raises NotAllowed, Refused."""
    given = {"answered_by": by, "answered_at": at, "answer_note": note.strip()[:500]}
    if approve:
        return _put_on_page(RELEASE, release, by, at, **given, released_at=at)
    with open_release(release, REFUSE.name, by, at) as locked:
        writing.insist(None if note.strip() else "不予公布须写明理由，请填写意见", "note")
        # The database knows who answered as a second person only; the one who proposed may take it back.
        named = {} if locked.proposed_by_id == by.pk else {"answered_by": by}
        refused: PublicRelease = fire(
            REFUSE, locked, by=by, at=at, answered_at=at, answer_note=note.strip()[:500], **named
        )
    return refused


def ask_withdrawal(*, release: PublicRelease, reason: str, by: User, at: datetime) -> PublicRelease:
    """Ask to take an edition from the page; it stands until the second person agrees. Raises NotAllowed, Refused."""
    with open_release(release, ASK_WITHDRAWAL.name, by, at) as locked:
        if locked.state not in {ReleaseState.RELEASED, ReleaseState.WITHDRAWING}:
            raise Refused(f"{locked.counted_on} 的数据从未公布或者已经撤回（{locked.get_state_display()}），无须撤回")
        writing.insist(None if reason.strip() else "撤回理由为空，请写明原因", "reason")
        asked: PublicRelease = fire(
            ASK_WITHDRAWAL, locked, by=by, at=at, withdrawal_by=by, withdrawal_reason=reason.strip()[:500]
        )
    return asked


def decide_withdrawal(*, release: PublicRelease, approve: bool, by: User, at: datetime) -> PublicRelease:
    """Withdraw as the second person, after which the edition before it stands, or keep it. Raises NotAllowed, Refused."""
    if approve:
        return _put_on_page(WITHDRAW, release, by, at, withdrawn_by=by, withdrawn_at=at)
    with open_release(release, KEEP.name, by, at) as locked:
        kept: PublicRelease = fire(KEEP, locked, by=by, at=at, withdrawal_by=None, withdrawal_reason="")
    return kept


def _put_on_page(move: Transition, release: PublicRelease, by: User, at: datetime, **changes: object) -> PublicRelease:
    """Take the step, and write the page anew: what can fail happens before the commit, after it files are renamed."""
    with open_release(release, move.name, by, at) as locked:
        moved: PublicRelease = fire(move, locked, by=by, at=at, **changes)
        staged = _staged(at)
    staged.put_in_place()
    return moved


def _staged(at: datetime) -> Staged:
    """The page of the editions that stand, written beside the old one; cases know since when they are public."""
    standing = list(PublicRelease.objects.standing())
    shown = [case["id"] for case in standing[0].content["cases"]] if standing else []
    PublicityItem.objects.exclude(pk__in=shown).exclude(public_on=None).update(public_on=None)
    PublicityItem.objects.filter(pk__in=shown, public_on=None).update(public_on=timezone.localdate(at))
    return Staged(page_content(standing))


def rewrite_page() -> int:
    """Write the page anew from the editions that stand, after an upgrade or a restore; how many those are."""
    standing = list(PublicRelease.objects.standing())
    Staged(page_content(standing)).put_in_place()
    return len(standing)
