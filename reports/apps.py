from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        from core import jobs
        from core.gate import tell_refusals
        from notifications import sources
        from publicity import figures
        from reports import public, reminders, services, tasks
        from reports.files import register_files
        from reports.services.printing import PDF_KIND

        register_files()
        sources.register(reminders.items)
        sources.register_link(reminders.LINE, reminders.addresses)
        tell_refusals("reports", "report.refused")
        jobs.register(services.JOB_KIND, tasks.run_report)
        jobs.register(PDF_KIND, tasks.run_printing)
        jobs.register(services.REHEARSAL_KIND, tasks.run_rehearsal)
        figures.register_source(public.public_figures)
