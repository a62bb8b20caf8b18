"""Settings, addresses, the Celery application and the embedded servers."""

import gc

# Django, its models and the portal's code are half a million objects that stay until the process ends. At Python's own
# thresholds the collector looks through them again and again while they are loaded, a quarter of the start of each process.
gc.set_threshold(50_000, 20, 20)
