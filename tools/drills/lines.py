"""A slow and broken network between browser and portal."""

import random
import socket
import threading
import time
from contextlib import suppress

#: What it does: seconds of delay a piece, bytes a second, one piece of so many breaks its line.
DELAY, SPEED, RESETS = 0.2, 100_000, 100
#: Bytes a piece.
PIECE = 10_000


class SlowLine:
    """Between browser and portal: each piece is late, few bytes go through a second, some connections are reset."""

    def __init__(self, port: int, delay: float = DELAY, speed: int = SPEED) -> None:
        self.target, self.delay, self.speed = port, delay, speed
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.door.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                time.sleep(self.delay + len(piece) / self.speed)
                if random.randrange(RESETS) == 0:
                    break
                other.sendall(piece)
        for end in (one, other):
            end.close()

    def end(self) -> None:
        self.door.close()
