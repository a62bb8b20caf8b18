"""Where an authority gave a number to a paper of a case: for rooms below, whose papers bear numbers of their own."""

from accounts.models import Organisation
from dispositions.models import Stage, Step


def given_in_case(number: str, authority: Organisation) -> str | None:
    """The case in which the authority's number stands, in words; None where it stands in none."""
    paper = Step.objects.filter(authority=authority, doc_no=number).select_related("case").first()
    if paper is not None:
        return f"案件 {paper.case.number}"
    stage = Stage.objects.filter(step__authority=authority, number=number).select_related("step__case").first()
    return f"案件 {stage.step.case.number} 的「{stage.get_stage_display()}」" if stage is not None else None
