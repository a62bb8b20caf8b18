"""The visit: one topic a page, on a phone or a desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from inspections import states
from inspections.choices import ItemState
from inspections.permissions import InspectionPermission
from inspections.views.base import OfInsurer, person
from inspections.views.items import EnterpriseItemView


class EnterpriseVisitView(EnterpriseItemView):
    """The section `?s=` of the form; who may not write it, or finds it submitted, reads the check instead."""

    permission = InspectionPermission.INSPECTION_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk)
        if states.item_open(item, person(request)) or item.state != ItemState.DRAFT:
            return redirect(self.url_name, pk=pk)
        return self.page(request, item, self.form_of(item))


class InsurerVisitView(OfInsurer, EnterpriseVisitView):  # type: ignore[misc]
    """The same of an insurer."""

    permission = InspectionPermission.INSPECTION_VIEW
