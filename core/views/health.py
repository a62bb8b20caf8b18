"""Whether the portal can work: for the proxy and the launcher."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

from core.gate import Access, GatedView


class HealthView(GatedView):
    """200 and `ok` while database and cache answer, 503 otherwise; tells nothing else."""

    permission = Access.PUBLIC

    def get(self, _request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            cache.get("health")
        except (DatabaseError, RedisError):
            return HttpResponse("unwell", status=503, content_type="text/plain")
        return HttpResponse("ok", content_type="text/plain")
