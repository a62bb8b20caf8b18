"""The Word document of a plan."""

from io import BytesIO

from django.http import FileResponse, HttpRequest

from core import audit, clock
from core.gate import GatedView
from core.views.downloads import attachment
from insurers.plans.document import plan_document
from insurers.plans.permissions import PlanPermission
from insurers.plans.views.plans import plan_or_404


class PlanDocumentView(GatedView):
    """The document of one version; reading it is recorded as any export."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        plan = plan_or_404(request, pk)
        body = BytesIO(plan_document(plan))
        audit.record("ledger.exported", by=request.user, at=clock.now(), subject=str(plan), kind="plan-document")
        return attachment(body, f"事故预防服务方案-{plan}.docx")
