"""Guards that several rooms share."""

from core.people import User


def refuse_first_person(first_id: int | None, by: User, deed: str) -> str | None:
    """Four eyes: the person who took the first step, of primary key `first_id`, cannot take the second one.

    `deed` names the second step with its verb, such as 审批免保; the answer is a sentence, or None where `by` may.
    """
    return f"{deed}须由另一人办理，提出人本人不能办理" if first_id == by.pk else None
