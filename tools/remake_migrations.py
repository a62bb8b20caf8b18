"""Make the first migration of every app anew: one whole table for each model, all triggers at the end.

For as long as nothing is deployed. Hand-written files (0002_ledger.py, 0002_views.py) are kept. Run it on a checkout
whose models are final: .venv/bin/python tools/remake_migrations.py
"""

import os
import subprocess
import sys
import tempfile
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.migrations.operations import CreateModel
    from django.db.migrations.state import ModelState

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
# An empty database of its own: migrations that are applied somewhere would be held against the new ones.
os.environ["PORTAL_DATA_DIR"] = tempfile.mkdtemp(prefix="portal-migrations.")
Path(os.environ["PORTAL_DATA_DIR"]).chmod(0o755)
BY_HAND = ("0002_ledger.py", "0002_views.py")


def folders() -> dict[str, Path]:
    """{label: folder of its migrations} of the project's apps with tables, in the order of the settings."""
    from django.apps import apps

    return {
        config.label: Path(config.path) / "migrations"
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT)
        and ".venv" not in Path(config.path).parts
        and any(config.get_models())
    }


def made(*words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def fold(label: str, folder: Path) -> None:
    """Write each model as one whole table, after those that its keys name, and all triggers as one operation."""
    from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.writer import MigrationWriter

    from core.tables import CreateTables, InstallTriggers

    loader = MigrationLoader(None)
    migration = loader.graph.nodes[label, "0001_initial"]
    state = loader.project_state((label, "0001_initial"))
    models = {name: model for (of, name), model in state.models.items() if of == label}
    migration.operations = [CreateTables([whole(models[name]) for name in in_order(label, models)])]
    if label == "core":
        migration.operations[:0] = [TrigramExtension(), BtreeGinExtension()]
    if any(model.options.get("triggers") for model in models.values()):
        migration.operations.append(InstallTriggers())
    text = (folder / "0001_initial.py").read_text(encoding="utf-8")
    if label != "core" and "gin_trgm_ops" in text and ("core", "0001_initial") not in migration.dependencies:
        migration.dependencies = [*migration.dependencies, ("core", "0001_initial")]
    written = MigrationWriter(migration, include_header=False).as_string()
    (folder / "0001_initial.py").write_text(written, encoding="utf-8")
    print(label, len(models), "tables")


def whole(model: "ModelState") -> "CreateModel":
    from django.db.migrations.operations import CreateModel

    return CreateModel(model.name, list(model.fields.items()), model.options, model.bases, model.managers)


def in_order(label: str, models: "dict[str, ModelState]") -> list[str]:
    """Names of models, each after those of the same app that its keys point to."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, model in models.items():
        keys = [field.remote_field.model for field in model.fields.values() if field.remote_field]
        targets = [str(key).lower().split(".") for key in keys if isinstance(key, str)]
        sorter.add(name, *(target[-1] for target in targets if target[0] == label and target[-1] != name))
    return list(sorter.static_order())


def main() -> None:
    import django

    django.setup()
    found = folders()
    kept = {
        folder / name: (folder / name).read_text(encoding="utf-8")
        for folder in found.values()
        for name in BY_HAND
        if (folder / name).exists()
    }
    for folder in found.values():
        for file in folder.glob("0*.py"):
            file.unlink()
    try:
        for label in ordered(found):
            made("makemigrations", label, "-n", "initial")
            fold(label, found[label])
    finally:
        for file, text in kept.items():
            file.write_text(text, encoding="utf-8")
    made("makemigrations", "--check", "--dry-run")


def ordered(found: dict[str, Path]) -> list[str]:
    """Accounts first, since core's tables name people; then as the settings have them, insurers from the base up."""
    return ["accounts", *(label for label in found if label != "accounts")]


if __name__ == "__main__":
    main()
