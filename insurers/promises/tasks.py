"""The job that counts promised against done for the whole province."""

from django.db import transaction

from core import clock
from core.choices import JobPhase
from core.jobs import Tick
from core.models import Job
from insurers.promises import figures, services


def run_count(_job: Job, tick: Tick) -> dict[str, object]:
    """One statement writes all cells, and they take the place of the former ones in one transaction."""
    at = clock.now()
    tick.phase(JobPhase.FIGURES)
    with transaction.atomic():
        tick.hold()
        # The state before the count: what is written meanwhile makes the count old, never the state too new.
        state = figures.marks()
        cells = services.store_count(at=at)
        result = {"marks": state, "cells": cells, "kept": figures.kept_in_cells(at.date().replace(day=1))}
        tick.settle(result)
    return result
