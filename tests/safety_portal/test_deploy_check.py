"""In production mode Django's own deployment checks find nothing, and cookies bear names that no other host can set."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKED = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING", verbosity=0)
names = [name for name in dir(settings) if name.endswith("COOKIE_NAME") and name.isupper()]
print(json.dumps({
    "cookies": {name: getattr(settings, name) for name in names},
    "silenced": settings.SILENCED_SYSTEM_CHECKS,
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE],
}))
"""


def test_production_is_clean(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "safety_portal.settings",
        "PORTAL_MODE": "production",
        "PORTAL_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://portal:x@127.0.0.1:1/portal",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "".join(chr(33 + n * 7 % 90) for n in range(64)),
        "ALLOWED_HOSTS": "portal.example",
        "PORTAL_TODAY": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["silenced"] == ["guardian.W001"]
    assert all(told["secure"])
    assert all(name.startswith("__Host-") for name in told["cookies"].values()), told["cookies"]
