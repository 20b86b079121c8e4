"""Many requests in messages that a server takes, of which those that it turned away go again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

from .errors import PlumblineError, ResourceExhausted
from .values import Limits


class _Message(Protocol):
    def ByteSize(self) -> int: ...


Item = TypeVar("Item")
Request = TypeVar("Request", bound=_Message)
Value = TypeVar("Value")
Result = TypeVar("Result")

_ITEM_OVERHEAD = 16  # bytes: tag and length


def batch_size(wanted: int, limits: Limits) -> int:
    if wanted < 1:
        raise ValueError(f"batch_size: {wanted} (expected: at least 1)")
    return min(wanted, limits.max_batch_items)


class Chunks(Generic[Request]):
    """Collects requests into lists of at most `size` that fit into one message."""

    def __init__(self, size: int, limits: Limits) -> None:
        self._size = size
        self._most_bytes = limits.max_message_bytes // 2
        self._chunk: list[Request] = []
        self._bytes = 0

    def add(self, request: Request) -> list[Request] | None:
        """The chunk before, if the request had no room in it."""
        size = request.ByteSize() + _ITEM_OVERHEAD
        full = len(self._chunk) == self._size or self._bytes + size > self._most_bytes
        before = self.rest() if full and self._chunk else None
        self._chunk.append(request)
        self._bytes += size
        return before

    def rest(self) -> list[Request]:
        chunk, self._chunk, self._bytes = self._chunk, [], 0
        return chunk


def chunks(
    items: Iterable[Item], request: Callable[[Item], Request], size: int, limits: Limits
) -> Iterator[list[Request]]:
    collected: Chunks[Request] = Chunks(size, limits)
    for item in items:
        full = collected.add(request(item))
        if full:
            yield full
    last = collected.rest()
    if last:
        yield last


class Batch(Generic[Request, Result, Value]):
    """Requests of one chunk and what came of each so far."""

    def __init__(
        self,
        requests: Sequence[Request],
        outcome: Callable[[Result], Value | PlumblineError],
    ) -> None:
        self._requests = requests
        self._outcome = outcome
        self._left = list(range(len(requests)))
        self._outcomes: dict[int, Value | PlumblineError] = {}

    @property
    def left(self) -> list[Request]:
        """Those to be sent now."""
        return [self._requests[index] for index in self._left]

    def settle(self, results: Sequence[Result]) -> PlumblineError | None:
        """Takes the results of `left`; returns the failure that takes longest to pass, if any."""
        again = []
        longest: PlumblineError | None = None
        for index, result in zip(self._left, results, strict=True):
            outcome = self._outcomes[index] = self._outcome(result)
            if isinstance(outcome, PlumblineError) and outcome.transient:
                again.append(index)
                if longest is None or (outcome.retry_after or 0) > (longest.retry_after or 0):
                    longest = outcome
        self._left = again
        return longest

    def too_large(self, failed: PlumblineError) -> bool:
        """Takes what a call failed with for the item's own, where it has one alone, as gRPC does
        not read a message that is too large."""
        own = len(self._requests) == 1 and isinstance(failed, ResourceExhausted)
        if own and not failed.transient:
            self._outcomes[0] = failed
            self._left = []
        return not self._left

    @property
    def outcomes(self) -> list[Value | PlumblineError]:
        return [self._outcomes[index] for index in range(len(self._requests))]
