"""What the catalogue asks of a campaign: a sector that it covers has criteria to judge major hazards by."""

from collections.abc import Iterator

from django.db.models import Q

from campaigns.models import Campaign
from hazards.choices import CriterionField
from hazards.models import CriterionVersion


def complain(campaign: Campaign) -> Iterator[str]:
    """A sentence for each sector without criteria on any day of the campaign (domain.md 3.5)."""
    ended = Q(valid_to=None) | Q(valid_to__gte=campaign.starts_on)
    versions = CriterionVersion.objects.filter(ended, valid_from__lte=campaign.ends_on)
    known = set(versions.values_list("field", flat=True))
    for code in campaign.enabled_sectors():
        if code not in known:
            label = dict(CriterionField.choices).get(code, code)
            yield (
                f"行业领域「{label}」在 {campaign.starts_on} 至 {campaign.ends_on} 没有有效的重大事故隐患判定标准，"
                "请先在判定标准目录中录入，或停用该行业领域"
            )
