from django.urls import path

from insurers.policies.views import policies, terms

app_name = "policies"

urlpatterns = [
    path("policies/", policies.PolicyListView.as_view(), name="policy-list"),
    path("policies/<int:pk>/", policies.PolicyDetailView.as_view(), name="policy-detail"),
    path("policies/<int:pk>/details/", terms.PolicyDetailEditView.as_view(), name="policy-edit"),
    path("policies/<int:pk>/endorse/", terms.EndorseView.as_view(), name="policy-endorse"),
    path("policies/<int:pk>/shares/", terms.PolicySharesView.as_view(), name="policy-shares"),
    path("endorsements/<int:pk>/withdraw/", terms.EndorsementWithdrawView.as_view(), name="endorsement-withdraw"),
]
