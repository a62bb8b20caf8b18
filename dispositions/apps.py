from django.apps import AppConfig


class DispositionsConfig(AppConfig):
    name = "dispositions"

    def ready(self) -> None:
        from core import gate
        from core.contributions import tallies
        from dispositions import figures, files, given, openers, waiting
        from hazards.services import numbers
        from notifications import sources

        gate.tell_refusals("dispositions", "disposition.refused")
        files.register_files()
        openers.register_sources()
        tallies.register(tallies.CASES_OF_INSURERS, figures.OF_INSURERS)
        numbers.register_papers(given.given_in_case)
        sources.register(waiting.items)
        sources.register_link(waiting.NUMBER, waiting.addresses)
