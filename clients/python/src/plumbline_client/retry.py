"""When a request is sent again. Steps are pure: what a second try gets is what the first did."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from .errors import PlumblineError


@dataclass(frozen=True, slots=True)
class Retry:
    """How long to try, in seconds.

    patience: from a request's first try until its last begins; 0 tries once.
    first: the wait after the first failure; it doubles with each.
    longest: the longest of these waits.

    Waits vary by half at random, so that many clients do not come back at once. A server that says
    when to try again is not asked before.
    """

    patience: float = 60.0
    first: float = 0.1
    longest: float = 5.0

    def __post_init__(self) -> None:
        for name in ("patience", "first", "longest"):
            value = getattr(self, name)
            if not 0 <= value < float("inf"):
                raise ValueError(f"{name}: {value} (expected: at least 0, in seconds)")


class Tries:
    """The tries of one request, the first of which begins now."""

    __slots__ = ("_began", "_failures", "_retry")

    def __init__(self, retry: Retry) -> None:
        self._retry = retry
        self._began = time.monotonic()
        self._failures = 0

    def wait(self, failed: PlumblineError) -> float | None:
        """Seconds until the next try; None if there is to be none."""
        if not failed.transient:
            return None
        wait = min(self._retry.longest, self._retry.first * 2**self._failures)
        wait *= random.uniform(0.5, 1)
        if failed.retry_after is not None:
            wait = max(wait, failed.retry_after * random.uniform(1, 1.5))
        self._failures = min(self._failures + 1, 30)
        elapsed = time.monotonic() - self._began
        return wait if elapsed + wait <= self._retry.patience else None
