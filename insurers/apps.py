from django.apps import AppConfig


class InsurersConfig(AppConfig):
    name = "insurers"

    def ready(self) -> None:
        from core import jobs, touches
        from core.imports import registry
        from insurers import (
            expense_import,
            exporting,
            filesof,
            hazard_import,
            hazardsource,
            importing,
            plan_import,
            promised,
        )

        registry.register(importing.PolicyImporter())
        registry.register(importing.ActivityImporter())
        registry.register(expense_import.ExpenseImporter())
        registry.register(plan_import.PlanImporter())
        registry.register(hazard_import.HazardImporter())
        jobs.register(promised.JOB_KIND, promised.run_count)
        for view in promised.VIEWS:
            touches.register_view(view, promised.TABLES)
        jobs.register(exporting.JOB_KIND, exporting.run_export)
        filesof.register_all()
        hazardsource.register_source()
