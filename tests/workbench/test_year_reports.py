"""Which yearly evaluations of insurers each role reads."""

import pytest

from core import clock
from tests import world
from tests.cast import Cast
from workbench.models import YearReport


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("insurer_a_clerk", {"INS-A-ZJ"}),
        ("insurer_a_ningbo_clerk", set()),
        ("insurer_b_clerk", {"INS-B-ZJ"}),
        ("provincial_officer", {"INS-A-ZJ", "INS-B-ZJ"}),
        ("hangzhou_officer", {"INS-A-ZJ", "INS-B-ZJ"}),
        ("zhejiang_regulator", {"INS-A-ZJ", "INS-B-ZJ"}),
        ("agency", set()),
        ("adm_system", set()),
    ],
)
def test_an_insurer_reads_its_own_evaluations_and_supervisors_all(cast: Cast, person: str, sees: set[str]) -> None:
    for company, by in (("INS-A-ZJ", cast.insurer_a_clerk), ("INS-B-ZJ", cast.insurer_b_clerk)):
        YearReport.objects.create(
            insurer=world.insurer(company),
            year=2023,
            work="全年开展服务。",
            problems="回访不足。",
            measures="加强回访。",
            written_by=by,
            written_at=clock.now(),
        )
    found = YearReport.objects.visible_to(getattr(cast, person))
    assert set(found.values_list("insurer__code", flat=True)) == sees
