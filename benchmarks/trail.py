"""What it takes to seal a province and to prove all of it (`check_integrity`)."""

import sys
import tempfile
import time

from django.test import override_settings

from core import clock, integrity
from core.models import Witness
from core.trail import sealing


def measure() -> dict[str, float]:
    """Seconds of the first seal over everything, of one that finds nothing new, and of the whole check; rows sealed."""
    # Other worlds of the run have left anchors of databases that are gone.
    with tempfile.TemporaryDirectory() as anchors, override_settings(ANCHOR_DIR=anchors):
        return _measure()


def _measure() -> dict[str, float]:
    begun = time.monotonic()
    rows = sealing.seal(clock.true_now())
    sealed = time.monotonic()
    sealing.seal(clock.true_now())
    again = time.monotonic()
    print(f"  {rows} rows sealed in {sealed - begun:.0f} s, all of it is checked now", file=sys.stderr, flush=True)
    faults = integrity.faults()
    ended = time.monotonic()
    assert not faults, faults[:3]
    return {
        "trail_rows": rows,
        "trail_witnesses": Witness.objects.count(),
        "trail_seal_s": round(sealed - begun, 2),
        "trail_again_s": round(again - sealed, 2),
        "trail_check_s": round(ended - again, 2),
    }
