"""Addresses of cross-inspection."""

from django.urls import path

from inspections.views import base, draws, groups, items, pairing, plans, tasks

app_name = "inspections"

urlpatterns = [
    path("inspections/", tasks.BoardView.as_view(), name="board"),
    path("inspections/<int:pk>/", tasks.TaskView.as_view(), name="task-detail"),
    path("inspections/<int:pk>/start/", tasks.StartView.as_view(), name="task-start"),
    path("inspections/<int:pk>/group/", groups.GroupView.as_view(), name="group-detail"),
    path("inspections/<int:pk>/group/enter/", groups.EnterView.as_view(), name="group-enter"),
    path("inspections/<int:pk>/group/invite/", groups.InviteView.as_view(), name="group-invite"),
    path("inspections/<int:pk>/group/form/", groups.FormView.as_view(), name="group-form"),
    path("inspections/members/<int:pk>/declare/", groups.DeclareView.as_view(), name="member-declare"),
    path("inspections/members/<int:pk>/leave/", groups.LeaveView.as_view(), name="member-leave"),
    path("inspections/<int:pk>/draw/", draws.DrawView.as_view(), name="draw-detail"),
    path("inspections/<int:pk>/draw/fix/", draws.FixView.as_view(), name="draw-fix"),
    path("inspections/<int:pk>/draw/seed/", draws.SeedView.as_view(), name="draw-seed"),
    path("inspections/<int:pk>/draw/add/", draws.AddView.as_view(), name="draw-add"),
    path("inspections/<int:pk>/draw/sign/", draws.SignView.as_view(), name="draw-sign"),
    path("inspections/<int:pk>/draw/record.json", draws.RecordView.as_view(), name="draw-record"),
    path("inspections/<int:pk>/draw/digests.txt", draws.DigestsView.as_view(), name="draw-digests"),
    path("inspections/<int:pk>/draw/record.docx", draws.DocumentView.as_view(), name="draw-document"),
    path("inspections/additions/<int:pk>/answer/", draws.AnswerView.as_view(), name="addition-answer"),
    path("inspections/draw-check/", draws.CheckView.as_view(), name="draw-check"),
    path("inspections/enterprises/<int:pk>/", items.EnterpriseItemView.as_view(), name="enterprise-form"),
    path(
        "inspections/enterprises/<int:pk>/findings/",
        items.EnterpriseFindingView.as_view(),
        name="enterprise-finding",
    ),
    path("inspections/enterprises/<int:pk>/reopen/", base.ItemActionView.as_view(), name="enterprise-reopen"),
    path(
        "inspections/enterprises/<int:pk>/remove/",
        base.ItemActionView.as_view(action="remove"),
        name="enterprise-remove",
    ),
    path("inspections/insurers/<int:pk>/", items.InsurerItemView.as_view(), name="insurer-form"),
    path("inspections/insurers/<int:pk>/findings/", items.InsurerFindingView.as_view(), name="insurer-finding"),
    path("inspections/insurers/<int:pk>/reopen/", base.InsurerActionView.as_view(), name="insurer-reopen"),
    path(
        "inspections/insurers/<int:pk>/remove/",
        base.InsurerActionView.as_view(action="remove"),
        name="insurer-remove",
    ),
    path("inspections/<int:pk>/plan/", plans.PlanFormView.as_view(), name="task-plan"),
    path("inspections/plans/<int:pk>/", plans.PlanDetailView.as_view(), name="plan-detail"),
    path("inspections/plans/<int:pk>/compare/", plans.PlanCompareView.as_view(), name="plan-compare"),
    path("inspections/plans/<int:pk>/document/", plans.PlanDocumentView.as_view(), name="plan-document"),
    path("inspections/plans/<int:pk>/send/", plans.PlanSendView.as_view(), name="plan-send"),
    path("inspections/plans/<int:pk>/agree/", plans.PlanAnswerView.as_view(), name="plan-agree"),
    path("inspections/plans/<int:pk>/return/", plans.PlanAnswerView.as_view(agree=False), name="plan-return"),
    path("inspections/pairings/", pairing.PairingListView.as_view(), name="pairing-list"),
    path("inspections/pairings/new/", pairing.PairingCreateView.as_view(), name="pairing-create"),
    path("inspections/pairings/template/", pairing.PairingTemplateView.as_view(), name="pairing-template"),
    path("inspections/pairings/<int:pk>/", pairing.PairingDetailView.as_view(), name="pairing-detail"),
    path("inspections/pairings/<int:pk>/edit/", pairing.PairingEditView.as_view(), name="pairing-edit"),
    path("inspections/pairings/<int:pk>/propose/", pairing.PairingMoveView.as_view(), name="pairing-propose"),
    path(
        "inspections/pairings/<int:pk>/approve/",
        pairing.PairingDecisionView.as_view(move="approve"),
        name="pairing-approve",
    ),
    path(
        "inspections/pairings/<int:pk>/return/",
        pairing.PairingDecisionView.as_view(move="return"),
        name="pairing-return",
    ),
    path(
        "inspections/pairings/<int:pk>/publish/",
        pairing.PairingMoveView.as_view(move="publish"),
        name="pairing-publish",
    ),
    path(
        "inspections/pairings/<int:pk>/discard/",
        pairing.PairingMoveView.as_view(move="discard"),
        name="pairing-discard",
    ),
]
