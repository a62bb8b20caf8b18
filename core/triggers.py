"""All triggers of an app's first migration at once."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InstallTriggers(Operation):
    """Install the triggers that the options of the app's models carry.

    Each `AddTrigger` renders the models anew, which costs more than all tables together; this renders them once.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models carry their triggers already."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - the form of an operation
        to_state: ProjectState,
    ) -> None:
        for (label, _name), model in to_state.models.items():
            if label == app_label:
                for trigger in model.options.get("triggers", ()):
                    schema_editor.execute(trigger.install_sql, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The triggers go with their tables."""

    def describe(self) -> str:
        return "Install the triggers of all models"
