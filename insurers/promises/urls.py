from django.urls import path

from insurers.promises.views import assistance, calendar, promised, promises

app_name = "promises"

urlpatterns = [
    path("plans/units/", assistance.UnitListView.as_view(), name="plan-units"),
    path("promised/", promised.PromisedView.as_view(), name="promised"),
    path("promised/count/", promised.PromisedCountView.as_view(), name="promised-count"),
    path("promised/list/", promises.PromiseListView.as_view(), name="promise-list"),
    path("promised/outside/", promises.OutsideListView.as_view(), name="outside-list"),
    path("promised/calendar/", calendar.PromisedCalendarView.as_view(), name="promised-calendar"),
    path("promised/without-assistance/", assistance.WithoutAssistanceView.as_view(), name="without-assistance"),
    path("promised/without-assistance/<int:pk>/remind/", assistance.AssistRemindView.as_view(), name="assist-remind"),
]
