from django.apps import AppConfig


class ExpensesConfig(AppConfig):
    name = "insurers.expenses"
    label = "expenses"

    def ready(self) -> None:
        from core.imports import registry
        from insurers.base import exporting
        from insurers.expenses.files import register_files
        from insurers.expenses.importing import EXPORT, ExpenseImporter

        registry.register(ExpenseImporter())
        exporting.register("expenses", EXPORT)
        register_files()
