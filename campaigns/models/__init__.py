"""Campaigns, and what bureaus, regulators and insurers do together in them."""

from campaigns.models.campaigns import Campaign, CampaignChoice, CampaignReport, CampaignSector, ListedCode
from campaigns.models.guidance import GuidanceNote, GuidanceReceipt
from campaigns.models.joint import JointMeeting, JointMember, JointNote, Mechanism, Resolution
from campaigns.models.library import LibraryDocument, OfficeContact
from campaigns.models.workplans import WorkPlan

__all__ = [
    "Campaign",
    "CampaignChoice",
    "CampaignReport",
    "CampaignSector",
    "GuidanceNote",
    "GuidanceReceipt",
    "JointMeeting",
    "JointMember",
    "JointNote",
    "LibraryDocument",
    "ListedCode",
    "Mechanism",
    "OfficeContact",
    "Resolution",
    "WorkPlan",
]
