"""Forms of service orders and of the agency's record."""

from datetime import date
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from accounts.models import User
from core.forms import StyledSelect, day_field
from core.forms.arguments import Data, Files, FormArguments
from enterprises.forms import PlainText, text_field
from insurers.activities.forms import ServiceRecordForm
from insurers.agencies.forms import AgencyField
from insurers.agencies.services import offered_agencies
from insurers.base.choices import ServiceKind
from insurers.orders.services.orders import Wish
from insurers.policies.models import Policy


class ServiceOrderForm(forms.Form):
    """The policy is written by its number, as it stands in the ledger."""

    policy_no = PlainText(_("Policy number"), 40, pick="policy")
    agency = AgencyField(label=_("Agency"))
    kind = forms.ChoiceField(label=_("Service"), choices=ServiceKind.choices, widget=StyledSelect)
    service_on = day_field(_("Day of the service"))
    note = text_field(_("What is wanted"), 500, required=False)

    def __init__(
        self, data: Data = None, files: Files = None, *, user: User, day: date, **rest: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **rest)
        self.user = user
        cast("AgencyField", self.fields["agency"]).offered = offered_agencies(user, day)

    def clean_policy_no(self) -> Policy:
        number = self.cleaned_data["policy_no"].upper()
        policy = Policy.objects.visible_to(self.user).filter(policy_no=number).first()
        if policy is None:
            raise forms.ValidationError(f"本机构没有保单「{number}」，请按保单台账核对保单号。")
        return policy

    def value(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            agency=data["agency"],
            policy=data["policy_no"],
            kind=data["kind"],
            service_on=data["service_on"],
            note=data["note"],
        )


class AnswerOrderForm(forms.Form):
    note = text_field(_("Answer"), 500, required=False)


class OrderRecordForm(ServiceRecordForm):
    """What an agency writes: number, policy, agency and cost are the insurer's to give."""

    GIVEN_BY_INSURER = ("seen", "activity_no", "policy_no", "agency", "cost", "outside_reason")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in self.GIVEN_BY_INSURER:
            del self.fields[name]
