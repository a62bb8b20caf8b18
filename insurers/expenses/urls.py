from django.urls import path

from insurers.expenses.views import expenses, fees

app_name = "expenses"

urlpatterns = [
    path("expenses/", expenses.ExpenseListView.as_view(), name="expense-list"),
    path("expenses/book/", expenses.ExpenseBookView.as_view(), name="expense-book"),
    path("expenses/<int:pk>/", expenses.ExpenseDetailView.as_view(), name="expense-detail"),
    path("expenses/<int:pk>/files/", expenses.ExpenseFilesView.as_view(), name="expense-files"),
    path("expenses/<int:pk>/reverse/", expenses.ExpenseReverseView.as_view(), name="expense-reverse"),
    path("fees/", fees.FeeOverviewView.as_view(), name="fee-overview"),
    path("fees/policies/", fees.FeePolicyListView.as_view(), name="fee-policy-list"),
    path("fees/months/", expenses.MonthListView.as_view(), name="month-list"),
    path("fees/months/<int:pk>/reopen/", expenses.MonthReopenView.as_view(), name="month-reopen"),
]
