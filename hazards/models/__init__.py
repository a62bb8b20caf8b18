from hazards.models.cases import Enforcement, FineProposal, Refusal, RefusalReport, Reopening
from hazards.models.catalogue import Criterion, CriterionVersion
from hazards.models.hazards import Hazard, NumberSeries
from hazards.models.life import (
    Confirmation,
    Extension,
    LetterSeries,
    LevelChange,
    Notice,
    NoticeLine,
    Review,
    Submission,
    Treatment,
    VoidRequest,
)

__all__ = [
    "Confirmation",
    "Criterion",
    "CriterionVersion",
    "Enforcement",
    "Extension",
    "FineProposal",
    "Hazard",
    "LetterSeries",
    "LevelChange",
    "Notice",
    "NoticeLine",
    "NumberSeries",
    "Refusal",
    "RefusalReport",
    "Reopening",
    "Review",
    "Submission",
    "Treatment",
    "VoidRequest",
]
