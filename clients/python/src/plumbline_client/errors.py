"""What a server refuses and what keeps it from being reached, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import grpc
from plumbline.env.v1 import environment_service_pb2 as pb

_TRAILER = "plumbline-error-bin"
_FORM = re.compile(r"(?P<field>[^:]*): (?P<value>.*) \(expected: (?P<limit>.*)\)", re.DOTALL)
# What gRPC's core and its asyncio say where a connection goes away at the wrong moment.
_CUT_OFF = {
    (grpc.StatusCode.UNKNOWN, "Stream removed"),
    (grpc.StatusCode.INTERNAL, "Internal error from Core"),
}
_CODES = {code.value[0]: code for code in grpc.StatusCode}


class PlumblineError(Exception):
    """A request was refused, or the server could not be reached.

    code: the gRPC status.
    message: in words; a refusal's is `field: value (expected: limit)`.
    field: the field at fault as the request spells it; empty where none is.
    value, limit: what it was and what was expected; empty where the message has another form.
    retry_after: seconds until trying again may help; None where the server did not say.
    """

    def __init__(
        self,
        message: str,
        *,
        code: grpc.StatusCode = grpc.StatusCode.UNKNOWN,
        field: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{code.name}: {message}")
        self.code = code
        self.message = message
        self.field = field
        self.retry_after = retry_after
        form = _FORM.fullmatch(message)
        self.value = form["value"] if form else ""
        self.limit = form["limit"] if form else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code.name, self.message, self.field, self.retry_after)

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed later: steps are pure, so it may be sent again."""
        # Without a time to wait it is a message that is too large, and remains so.
        return self.code in _TRANSIENT or (
            self.code is grpc.StatusCode.RESOURCE_EXHAUSTED and self.retry_after is not None
        )


_TRANSIENT = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


class InvalidArgument(PlumblineError, ValueError):
    """A field is out of its range, or absent."""


class NotFound(PlumblineError, LookupError):
    """There is no such environment, split or task."""


class AlreadyExists(PlumblineError):
    """There is one of this name, and it differs."""


class PermissionDenied(PlumblineError, PermissionError):
    """The caller's role may not do this, or nobody may: the split is closed."""


class Unauthenticated(PlumblineError):
    """The token is not known, or the handle not this server's or not the caller's."""


class FailedPrecondition(PlumblineError):
    """The handle is final or has expired, or its task or grader version is gone."""


class ResourceExhausted(PlumblineError):
    """Too much at once (`retry_after` says when to try again), or too large a message."""


class Unavailable(PlumblineError, ConnectionError):
    """The server cannot be reached, shuts down, or could not record the step."""


class DeadlineExceeded(PlumblineError, TimeoutError):
    """No reply in time. What became of the request is the same as that of the next try."""


_KINDS: dict[grpc.StatusCode, type[PlumblineError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgument,
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.ALREADY_EXISTS: AlreadyExists,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDenied,
    grpc.StatusCode.UNAUTHENTICATED: Unauthenticated,
    grpc.StatusCode.FAILED_PRECONDITION: FailedPrecondition,
    grpc.StatusCode.RESOURCE_EXHAUSTED: ResourceExhausted,
    grpc.StatusCode.UNAVAILABLE: Unavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
}


def error(
    code: grpc.StatusCode, message: str, field: str = "", retry_after: float | None = None
) -> PlumblineError:
    """An error of the class that fits the code."""
    kind = _KINDS.get(code, PlumblineError)
    return kind(message, code=code, field=field, retry_after=retry_after)


def of_item(item: pb.Error) -> PlumblineError:
    """The refusal of one item of a batch or a stream."""
    wait = None
    if item.HasField("retry_after"):
        wait = item.retry_after.seconds + item.retry_after.nanos / 1e9
    return error(_CODES.get(item.code, grpc.StatusCode.UNKNOWN), item.message, item.field, wait)


def of_call(failed: grpc.RpcError) -> PlumblineError:
    """The refusal of a call, with what its trailer says of the field."""
    call: Any = failed  # what fails is a call, too, whose type gRPC does not tell
    code = call.code() or grpc.StatusCode.UNKNOWN
    details = call.details() or ""
    trailers: Iterable[tuple[str, bytes]] = call.trailing_metadata() or ()
    for key, value in trailers:
        if key == _TRAILER:
            refused = of_item(pb.Error.FromString(value))
            return error(code, refused.message or details, refused.field, refused.retry_after)
    if (code, details) in _CUT_OFF:
        code = grpc.StatusCode.UNAVAILABLE
    return error(code, details)


def _again(code: str, message: str, field: str, retry_after: float | None) -> PlumblineError:
    return error(grpc.StatusCode[code], message, field, retry_after)
