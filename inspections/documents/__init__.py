"""Word documents of cross-inspection, each with its template beside it."""

from inspections.documents.plans import PlanPaper, paper_of, plan_document

__all__ = ["PlanPaper", "paper_of", "plan_document"]
