"""What was done to an account: kept for its owner, and in the audit."""

from datetime import datetime

from accounts.choices import AccountDeed
from accounts.models import AccountEvent, User
from core import audit


def tell(person: User, deed: AccountDeed, detail: str, *, by: User | None, at: datetime) -> None:
    """Keep what was done to a person's account by somebody, or by the portal itself."""
    name = f"{by.username}（{by}）" if by is not None else "系统"
    AccountEvent.objects.create(person=person, deed=deed, detail=detail[:300], by_name=name[:100], at=at)
    audit.record(f"person.{deed}", by=by, at=at, subject=person.username, detail=detail[:300])
