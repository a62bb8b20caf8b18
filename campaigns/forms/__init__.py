"""Forms of the campaign, and of what offices do together in it."""

from campaigns.forms.joint import (
    MOST_RESOLUTIONS,
    AnswerForm,
    ContactForm,
    DocumentForm,
    GuidanceForm,
    IssueForm,
    MechanismForm,
    MeetingForm,
    MemberForm,
    NoteForm,
    OutcomeForm,
    WorkPlanForm,
)
from campaigns.forms.setup import CampaignForm, CodeForm, DaysForm, NumberForm

__all__ = [
    "MOST_RESOLUTIONS",
    "AnswerForm",
    "CampaignForm",
    "CodeForm",
    "ContactForm",
    "DaysForm",
    "DocumentForm",
    "GuidanceForm",
    "IssueForm",
    "MechanismForm",
    "MeetingForm",
    "MemberForm",
    "NoteForm",
    "NumberForm",
    "OutcomeForm",
    "WorkPlanForm",
]
