"""The channel to a server, and the next one where it went silent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plumbline.env.v1.environment_service_pb2_grpc import EnvironmentServiceStub


@dataclass(slots=True, eq=False)
class Link:
    """A channel with its stub, and how many calls it has."""

    channel: Any
    stub: Any = field(init=False)
    calls: int = 0
    lost: bool = False

    def __post_init__(self) -> None:
        self.stub = EnvironmentServiceStub(self.channel)  # type: ignore[no-untyped-call]


class Connection:
    """Thread-safe. Every call takes a link and gives it back.

    gRPC would send the next call over the same TCP connection, however silent, until the system
    gives that up after many minutes. A link over which a call had no reply in time is not taken
    again, and closed once its other calls have ended.

    open, close: make and end a channel of either kind.
    """

    def __init__(self, open: Callable[[], Any], close: Callable[[Any], None]) -> None:
        self._lock = threading.Lock()
        self._open = open
        self._close = close
        self._links = [Link(open())]

    def take(self) -> Link:
        with self._lock:
            link = self._links[-1]
            link.calls += 1
            return link

    def lose(self, link: Link) -> None:
        """Has later calls take another link."""
        with self._lock:
            if not link.lost:
                link.lost = True
                self._links.append(Link(self._open()))

    def give(self, link: Link) -> None:
        with self._lock:
            link.calls -= 1
            if not link.lost or link.calls or link not in self._links:
                return
            self._links.remove(link)
        self._close(link.channel)

    def take_all(self) -> list[Any]:
        """The channels that there are, to be closed for good."""
        with self._lock:
            return [link.channel for link in self._links]
