"""The office of who did something, on pages that tell of what was done."""

from datetime import datetime

from django import template

from accounts.models import Organisation, User

register = template.Library()


@register.filter
def office_at(person: User | None, at: datetime | None) -> Organisation | str:
    """The organisation that the person worked in when it was done; nothing where nobody did it yet."""
    return person.office_at(at) if person is not None and at is not None else ""
