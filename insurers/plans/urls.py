from django.urls import path

from insurers.plans.views import document, plans, templates

app_name = "plans"

urlpatterns = [
    path("policies/<int:pk>/plan/", plans.PolicyPlanView.as_view(), name="policy-plan"),
    path("policies/<int:pk>/plan/new/", plans.PlanCreateView.as_view(), name="plan-create"),
    path("plans/", plans.PlanListView.as_view(), name="plan-list"),
    path("plans/templates/", templates.TemplateListView.as_view(), name="template-list"),
    path("plans/<int:pk>/", plans.PlanDetailView.as_view(), name="plan-detail"),
    path("plans/<int:pk>/edit/", plans.PlanEditView.as_view(), name="plan-edit"),
    path("plans/<int:pk>/document/", document.PlanDocumentView.as_view(), name="plan-document"),
    path("plans/<int:pk>/talk/", plans.PlanFileView.as_view(which="talk_file"), name="plan-talk"),
    path("plans/<int:pk>/confirmation/", plans.PlanFileView.as_view(which="confirm_file"), name="plan-confirmation"),
    path("plans/<int:pk>/send/", plans.PlanMoveView.as_view(move="send"), name="plan-send"),
    path("plans/<int:pk>/recall/", plans.PlanMoveView.as_view(move="recall"), name="plan-recall"),
    path("plans/<int:pk>/confirm/", plans.PlanMoveView.as_view(move="confirm"), name="plan-confirm"),
    path("plans/<int:pk>/activate/", plans.PlanMoveView.as_view(move="activate"), name="plan-activate"),
    path("plans/<int:pk>/amend/", plans.PlanMoveView.as_view(move="amend"), name="plan-amend"),
    path("plans/<int:pk>/finish/", plans.PlanMoveView.as_view(move="finish"), name="plan-finish"),
    path("plans/<int:pk>/evaluate/", plans.PlanMoveView.as_view(move="evaluate"), name="plan-evaluate"),
    path("plans/<int:pk>/discard/", plans.PlanMoveView.as_view(move="discard"), name="plan-discard"),
    path("plans/<int:pk>/guide/", plans.PlanGuideView.as_view(), name="plan-guide"),
]
