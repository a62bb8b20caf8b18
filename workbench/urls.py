"""Addresses of the workbench and of the pages that compose rooms."""

from django.urls import include, path

from workbench.views import compare, enterprise, exports, files, handbook, handing, keys, search
from workbench.views.overview import OverviewView
from workbench.views.workbench import WorkbenchView

pages = (
    [
        path("enterprises/<int:pk>/", enterprise.EnterpriseDetailView.as_view(), name="enterprise-detail"),
        path("enterprises/<int:pk>/file/", files.EnterpriseFileView.as_view(), name="enterprise-file"),
        path("enterprises/<int:pk>/file/archive/", files.EnterpriseArchiveView.as_view(), name="enterprise-archive"),
        path("key-enterprises/", keys.KeyEnterpriseView.as_view(), name="key-enterprises"),
        path("overview/", OverviewView.as_view(), name="overview"),
        path("help/", handbook.HelpView.as_view(), name="help"),
        path("help/first-day/", handbook.FirstDayView.as_view(), name="help-first-day"),
        path("help/glossary/", handbook.GlossaryView.as_view(), name="help-glossary"),
        path("help/tasks/<slug:code>/", handbook.HelpTaskView.as_view(), name="help-task"),
        path("help/fields/<slug:kind>/", handbook.HelpFieldsView.as_view(), name="help-fields"),
        path("insurers/", files.InsurerListView.as_view(), name="insurer-list"),
        path("insurers/compare/", compare.InsurerCompareView.as_view(), name="insurer-compare"),
        path("insurers/<int:pk>/", files.InsurerPageView.as_view(), name="insurer-page"),
        path("search/", search.SearchView.as_view(), name="search"),
        path("work/hand-on/", handing.HandOnView.as_view(), name="hand-on"),
        path("work/handed-on/<int:pk>/take-back/", handing.TakeBackView.as_view(), name="take-back"),
        path("work/leave/", handing.LeaveView.as_view(), name="leave"),
        path("work/leave/<int:pk>/end/", handing.LeaveEndView.as_view(), name="leave-end"),
        path("export/<slug:kind>/", exports.LedgerExportView.as_view(), name="ledger-export"),
    ],
    "workbench",
)

urlpatterns = [path("", WorkbenchView.as_view(), name="home"), path("", include(pages))]
