"""The web server: two processes of four threads suit two cores; the address comes from the environment.

Those who sign in wait in a lane of their own in each process (`safety_portal/lanes.py`), so that pages are served meanwhile.
"""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "safety_portal.lanes.LanedWorker"
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
forwarded_allow_ips = "127.0.0.1"
accesslog = None
control_socket_disable = True
