"""Help: tasks, fields of workbooks, the first day, the glossary."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from core import clock
from core.gate import Access, GatedView, may_open, require
from core.imports import registry
from core.people import User, person_of
from workbench.help import glossary
from workbench.help.firstday import deeds_for
from workbench.help.tasks import task_named, tasks_for


def layouts_for(user: User) -> list[tuple[str, str]]:
    """(kind, title) of the workbooks that the person uploads."""
    importers = [registry.importer(kind) for kind in registry.kinds()]
    return [(one.kind, one.title) for one in importers if one.may_upload(user)]


def open_page(user: User, name: str, args: tuple[str, ...]) -> str:
    """The address of the page where a step is done; empty where there is none, or the person may not open it."""
    url = reverse(name, args=args) if name else ""
    return url if url and may_open(user, url) else ""


class HelpView(GatedView):
    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        context = {"tasks": tasks_for(user), "layouts": layouts_for(user)}
        return render(request, "workbench/help.html", context)


class HelpTaskView(GatedView):
    """One task: its steps with the pages where they are done, and the fields of its workbook."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        user = person_of(request)
        task = task_named(code)
        if task is None:
            raise Http404
        require(user, task.permission)
        steps = [(step.text, open_page(user, step.url_name, step.args)) for step in task.steps]
        has_fields = task.sheet in {kind for kind, _title in layouts_for(user)}
        picture = task.picture(get_language() or "")
        context = {"task": task, "steps": steps, "has_fields": has_fields, "picture": picture}
        return render(request, "workbench/help_task.html", context)


class HelpFieldsView(GatedView):
    """The fields of a workbook, as its layout declares them."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        if kind not in registry.kinds():
            raise Http404
        require(request.user, registry.importer(kind).permission)
        return render(request, "workbench/help_fields.html", {"importer": registry.importer(kind)})


class FirstDayView(GatedView):
    """What to do now, and whether it is done."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        deeds = [
            (deed, reverse(deed.url_name), is_done) for deed, is_done in deeds_for(person_of(request), clock.today())
        ]
        told = [is_done for _deed, _url, is_done in deeds if is_done is not None]
        context = {"deeds": deeds, "done": sum(told), "whole": len(told)}
        return render(request, "workbench/help_first_day.html", context)


class GlossaryView(GatedView):
    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "")[:100]
        return render(request, "workbench/help_glossary.html", {"sections": glossary.search(text), "query": text})
