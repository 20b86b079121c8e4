"""A TCP proxy whose connections can be cut or left hanging, as networks do."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType


class Proxy:
    """Listens on a free port of loopback and passes bytes on to `target`."""

    def __init__(self, target: str) -> None:
        host, _, port = target.rpartition(":")
        self._upstream = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.target = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._lock = threading.Lock()
        self._links: list[_Link] = []
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._upstream)
                with self._lock:
                    self.connections += 1
                    self._links.append(_Link(near, far))

    def cut(self) -> None:
        """Ends all connections there are; new ones are good."""
        with self._lock:
            links, self._links = self._links, []
        for link in links:
            link.cut()

    def hang(self) -> None:
        """Passes nothing on any more on the connections there are; new ones are good."""
        with self._lock:
            for link in self._links:
                link.passing.clear()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.close()
        self.cut()


class _Link:
    def __init__(self, near: socket.socket, far: socket.socket) -> None:
        self._sockets = (near, far)
        self.passing = threading.Event()
        self.passing.set()
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self._pass, args=[source, sink], daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := source.recv(65536):
                self.passing.wait()
                sink.sendall(content)
        self.cut()

    def cut(self) -> None:
        self.passing.set()
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
