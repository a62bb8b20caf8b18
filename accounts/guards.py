"""Who may change which account: sentences for what is refused, None for what is allowed (等保 8.1.4.2, 三员分立)."""

from typing import Protocol

from accounts.roles import ADMINISTRATORS, Role


class Person(Protocol):
    """What the guards look at."""

    pk: int
    role: str
    is_active: bool


def not_oneself(person: Person, by: Person) -> str | None:
    """Nobody changes the own account: neither post nor organisation nor state, and no link for it."""
    return "不能办理本人的账号，请由另一名系统管理员办理" if person.pk == by.pk else None


def leaves_administrator(person: Person, others: int) -> str | None:
    """An administrator goes only while another one of the kind stays."""
    if person.role in ADMINISTRATORS and person.is_active and others == 0:
        return f"「{Role(person.role).label}」只有这一名，停用后无人履职；请先启用另一名"
    return None


def stays_put(person: Person) -> str | None:
    """Administrators belong to the department that runs the portal, and their role is no post."""
    return "三类管理员不调动单位，也不改任其他岗位；请停用后另建账号" if person.role in ADMINISTRATORS else None


def confirmed_by_another(person: Person, by: Person) -> str | None:
    """An administrator's account is made by one administrator and comes into force by the security administrator."""
    if person.role not in ADMINISTRATORS:
        return "只有管理员账号由安全管理员启用，其他账号由系统管理员启用"
    return not_oneself(person, by)
