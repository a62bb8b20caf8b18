"""A field is called the same in the workbook, in the form and on the pages."""

from typing import Any

import pytest
from django import forms
from django.db import models
from django.utils import translation

from core.workbooks import Layout
from core.workbooks.texts import plain
from enterprises.forms import EnterpriseForm, OutsourcingForm
from enterprises.models import Enterprise, Outsourcing
from enterprises.sheets import LAYOUT as ENTERPRISES
from enterprises.sheets.outsourcing import OUTSOURCING
from hazards.forms import HazardForm
from hazards.models import Hazard
from hazards.sheets import LAYOUT as HAZARDS
from insurers.activities.forms import ServiceRecordForm
from insurers.activities.models import Activity
from insurers.activities.sheets import ACTIVITIES
from insurers.expenses.forms import VoucherForm
from insurers.expenses.models import Expense
from insurers.expenses.sheets import EXPENSES
from insurers.plans.forms import ItemForm, PlanForm
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.sheets import PLANS
from insurers.policies.forms import DetailForm, EndorsementForm
from insurers.policies.models import Policy
from insurers.policies.sheets import POLICIES
from tests.cast import Cast

Form = type[forms.BaseForm]

WRITTEN: list[tuple[Layout[Any], tuple[Form, ...], tuple[type[models.Model], ...]]] = [
    (ENTERPRISES, (EnterpriseForm,), (Enterprise,)),
    (OUTSOURCING, (OutsourcingForm,), (Outsourcing,)),
    (POLICIES, (DetailForm, EndorsementForm), (Policy,)),
    (ACTIVITIES, (ServiceRecordForm,), (Activity,)),
    (EXPENSES, (VoucherForm,), (Expense,)),
    (HAZARDS, (HazardForm,), (Hazard,)),
    (PLANS, (PlanForm, ItemForm), (ServicePlan, PlanItem)),
]

#: Where the words differ on purpose: the place, and what stands there.
OTHERWISE = {
    ("EndorsementForm", "end_on"): "新的保险止期",  # an endorsement asks for the day that replaces the one in force
    ("Hazard", "criterion"): "判定标准条款",  # the workbook takes the basis in words, the ledger the clause it names
}


def labels(of: type[forms.BaseForm] | type[models.Model]) -> dict[str, str]:
    if issubclass(of, models.Model):
        return {field.name: str(field.verbose_name) for field in of._meta.concrete_fields}
    return {name: str(field.label) for name, field in of.base_fields.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("layout", "of_forms", "of_models"), WRITTEN, ids=[layout.kind for layout, *_ in WRITTEN])
def test_form_and_page_use_the_words_of_the_workbook(
    layout: Layout[Any], of_forms: tuple[Form, ...], of_models: tuple[type[models.Model], ...]
) -> None:
    compared = 0
    with translation.override("zh-hans"):
        places: list[type[forms.BaseForm | models.Model]] = [*of_forms, *of_models]
        for place in places:
            shown = labels(place)
            for column in layout.columns:
                if column.key in shown:
                    wanted = OTHERWISE.get((place.__name__, column.key), column.title)
                    assert plain(shown[column.key]) == plain(wanted), (place.__name__, column.key)
                    compared += 1
    assert compared >= len(layout.columns) // 2


def test_the_form_of_a_service_shows_every_count_by_topic_under_its_title(cast: Cast) -> None:
    with translation.override("zh-hans"):
        shown = {name: str(field.label) for name, field in ServiceRecordForm().fields.items()}
    titles = {column.key: column.title for column in ACTIVITIES.columns if column.key.startswith("h")}
    assert len(titles) == 16
    assert titles.items() <= shown.items()
