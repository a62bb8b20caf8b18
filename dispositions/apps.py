from django.apps import AppConfig


class DispositionsConfig(AppConfig):
    name = "dispositions"

    def ready(self) -> None:
        from core import gate
        from core.views.addresses import address
        from dispositions import files, openers, waiting
        from notifications import sources

        gate.tell_refusals("dispositions", "disposition.refused")
        files.register_files()
        openers.register_sources()
        sources.register(waiting.items)
        sources.register_link(waiting.NUMBER, lambda number: address("dispositions:case-list", q=number))
