"""Addresses of register, cover, policies and services."""

from django.urls import path

from insurers.views import agencies, candidates, cases, detail, enterprises, expenses, exports, fees, ledgers, orders

app_name = "insurers"

urlpatterns = [
    path("enterprises/", enterprises.EnterpriseListView.as_view(), name="enterprise-list"),
    path("enterprises/<int:pk>/", detail.EnterpriseDetailView.as_view(), name="enterprise-detail"),
    path("gap/", enterprises.GapListView.as_view(), name="gap-list"),
    path("gap/<int:pk>/", candidates.CandidateView.as_view(), name="candidate-detail"),
    path("gap/<int:pk>/remind/", candidates.RemindView.as_view(), name="candidate-remind"),
    path("gap/<int:pk>/case/", candidates.CaseOpenView.as_view(), name="candidate-case"),
    path("gap/<int:pk>/clear/", candidates.ClearView.as_view(), name="candidate-clear"),
    path("gap/cases/", cases.CaseListView.as_view(), name="case-list"),
    path("gap/cases/<int:pk>/", cases.CaseDetailView.as_view(), name="case-detail"),
    path("gap/cases/<int:pk>/order/", cases.CaseMoveView.as_view(move="order"), name="case-order"),
    path("gap/cases/<int:pk>/fine/", cases.CaseMoveView.as_view(move="fine"), name="case-fine"),
    path("gap/cases/<int:pk>/answer/", cases.CaseMoveView.as_view(move="answer"), name="case-answer"),
    path("gap/cases/<int:pk>/close/", cases.CaseMoveView.as_view(move="close"), name="case-close"),
    path("policies/", ledgers.PolicyListView.as_view(), name="policy-list"),
    path("policies/<int:pk>/", ledgers.PolicyDetailView.as_view(), name="policy-detail"),
    path("activities/", ledgers.ActivityListView.as_view(), name="activity-list"),
    path("activities/<int:pk>/", ledgers.ActivityDetailView.as_view(), name="activity-detail"),
    path("expenses/", expenses.ExpenseListView.as_view(), name="expense-list"),
    path("expenses/book/", expenses.ExpenseBookView.as_view(), name="expense-book"),
    path("expenses/<int:pk>/", expenses.ExpenseDetailView.as_view(), name="expense-detail"),
    path("expenses/<int:pk>/reverse/", expenses.ExpenseReverseView.as_view(), name="expense-reverse"),
    path("fees/", fees.FeeOverviewView.as_view(), name="fee-overview"),
    path("fees/policies/", fees.FeePolicyListView.as_view(), name="fee-policy-list"),
    path("fees/months/", expenses.MonthListView.as_view(), name="month-list"),
    path("fees/months/<int:pk>/reopen/", expenses.MonthReopenView.as_view(), name="month-reopen"),
    path("agencies/", agencies.AgencyListView.as_view(), name="agency-list"),
    path("agencies/<int:pk>/", agencies.AgencyDetailView.as_view(), name="agency-detail"),
    path("agencies/<int:pk>/<slug:entry>/", agencies.AgencyEntryView.as_view(), name="agency-entry"),
    path("agencies/staff/<int:pk>/remove/", agencies.StaffRemoveView.as_view(), name="staff-remove"),
    path("orders/", orders.OrderListView.as_view(), name="order-list"),
    path("orders/new/", orders.OrderCreateView.as_view(), name="order-create"),
    path("orders/<int:pk>/", orders.OrderDetailView.as_view(), name="order-detail"),
    path("orders/<int:pk>/move/", orders.OrderMoveView.as_view(), name="order-move"),
    path("export/<slug:kind>/", exports.LedgerExportView.as_view(), name="ledger-export"),
]
