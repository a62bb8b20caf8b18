"""Pairs of a table for tests, and the campaign of the next year."""

from campaigns.models import Campaign
from inspections import rules
from inspections.cities import names_of_cities


def circle(step: int = 1) -> list[rules.Pair]:
    cities = list(names_of_cities())
    return [(city, cities[(place + step) % len(cities)]) for place, city in enumerate(cities)]


def next_campaign() -> Campaign:
    first = Campaign.objects.get(year=2023)
    days = {name: getattr(first, name).replace(year=2024) for name in ("starts_on", "ends_on", "deadline_on")}
    return Campaign.objects.create(code="2024", state="APPROVED", year=2024, name="示例", document_no="示例", **days)
