"""The web server's process: pages in one lane, the sign-in in another (ADR 34).

A password costs a fifth of a second of a core on purpose. When hundreds sign in at once they wait in a lane of their
own, with few threads, and everybody who is in already is served meanwhile. Too many at the door are asked to come back.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final

from gunicorn import util
from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker
from typing_extensions import override

#: The sign-in, and the links by which a password is set.
DOOR: Final = ("/accounts/login/", "/password/")
#: Threads of the door in each process; one hashes at a time (`accounts.door.hashing`), the other reads and writes.
THREADS: Final = 2
#: So many wait at the door of one process; below `worker_connections`, so that there is room for pages.
MOST_WAITING: Final = 600
NAME: Final = "door"
SENTENCE: Final = "此刻登录的人太多，请约半分钟后重新打开登录页面。已登录的人不受影响。"
_PAGE: Final = (
    f'<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>请稍后登录</title><p>{SENTENCE}</p></html>'
)
_HEAD: Final = (
    "HTTP/1.1 503 Service Unavailable",
    "Connection: close",
    "Retry-After: 30",
    "Cache-Control: no-store",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options: nosniff",
    "Content-Type: text/html; charset=utf-8",
    f"Content-Length: {len(_PAGE.encode())}",
)
BUSY: Final = ("\r\n".join(_HEAD) + "\r\n\r\n" + _PAGE).encode()


class ToTheDoor(BaseException):
    """Leaves the page lane with a request that is read, whatever catches exceptions on the way."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.request = request


class Reread:
    """A parser of requests that gives the one which is read already once more."""

    def __init__(self, parser: Iterator[Request]) -> None:
        self._parser = parser
        self._request: Request | None = None

    def give_again(self, request: Request) -> None:
        self._request = request

    def __next__(self) -> Request:
        request, self._request = self._request, None
        return request if request is not None else next(self._parser)

    def __getattr__(self, name: str) -> object:
        return getattr(self._parser, name)


class LanedWorker(ThreadWorker):  # type: ignore[misc]
    """Threads for pages, as `threads` says, and a few for the door."""

    @override
    def init_process(self) -> None:
        self.door = ThreadPoolExecutor(THREADS, thread_name_prefix=NAME)
        self.waiting = 0
        self.counting = threading.Lock()
        super().init_process()

    @override
    def run(self) -> None:
        super().run()
        # Whoever waits at the end of the time to finish would hold the process, and its successor with it.
        self.door.shutdown(wait=False, cancel_futures=True)

    @override
    def enqueue_req(self, conn: TConn) -> None:
        self.tpool.submit(self.handle, conn).add_done_callback(partial(self._after, conn))

    @override
    def handle_request(self, req: Request, conn: TConn) -> bool:
        if req.path.startswith(DOOR) and not threading.current_thread().name.startswith(NAME):
            if self._is_full():
                util.write(conn.sock, BUSY)
                return False
            raise ToTheDoor(req)
        return bool(super().handle_request(req, conn))

    def _is_full(self) -> bool:
        """Whether nobody more may wait; else one more does."""
        with self.counting:
            self.waiting += self.waiting < MOST_WAITING
            return self.waiting > MOST_WAITING

    def _after(self, conn: TConn, served: "Future[object]") -> None:
        """The page lane is through with a connection: it goes on to the door, or back to the loop."""
        handed = None if served.cancelled() else served.exception()
        finish: Callable[[Future[object]], None] = partial(self._finish, conn)
        if not isinstance(handed, ToTheDoor):
            finish(served)
            return
        if not isinstance(conn.parser, Reread):  # a connection that stays open comes to the door many times
            conn.parser = Reread(conn.parser)
        conn.parser.give_again(handed.request)
        try:
            future = self.door.submit(self.handle, conn)
        except RuntimeError:  # the process is ending
            finish(served)
            return
        future.add_done_callback(self._leave)
        future.add_done_callback(finish)

    def _leave(self, _served: "Future[object]") -> None:
        with self.counting:
            self.waiting -= 1

    def _finish(self, conn: TConn, served: "Future[object]") -> None:
        self.method_queue.defer(self.finish_request, conn, served)
