"""What is tried again, and when."""

import pickle
import random

import grpc
import pytest
from plumbline.env.v1 import environment_service_pb2 as pb

from plumbline_client import PlumblineError, ResourceExhausted, Retry, Unavailable
from plumbline_client.errors import error, of_item
from plumbline_client.retry import Tries


def unavailable() -> PlumblineError:
    return error(grpc.StatusCode.UNAVAILABLE, "gone")


@pytest.mark.parametrize(
    ("code", "retry_after", "transient"),
    [
        ("UNAVAILABLE", None, True),
        ("DEADLINE_EXCEEDED", None, True),
        ("RESOURCE_EXHAUSTED", 0.5, True),
        ("RESOURCE_EXHAUSTED", None, False),  # a message that is too large remains so
        ("INVALID_ARGUMENT", None, False),
        ("UNAUTHENTICATED", None, False),
        ("FAILED_PRECONDITION", None, False),
        ("INTERNAL", None, False),
    ],
)
def test_what_may_pass_is_tried_again(
    code: str, retry_after: float | None, transient: bool
) -> None:
    failed = error(grpc.StatusCode[code], "", retry_after=retry_after)
    assert failed.transient is transient
    assert (Tries(Retry()).wait(failed) is not None) is transient


def test_waits_double_up_to_the_longest_and_vary_by_half() -> None:
    random.seed(1)
    tries = Tries(Retry(patience=1e6, first=1, longest=8))
    waits = [tries.wait(unavailable()) or 0 for _ in range(6)]
    for wait, most in zip(waits, [1, 2, 4, 8, 8, 8], strict=True):
        assert most / 2 <= wait <= most
    assert len(set(waits)) == 6


def test_a_server_that_says_when_is_not_asked_before() -> None:
    failed = error(grpc.StatusCode.RESOURCE_EXHAUSTED, "", retry_after=3)
    assert 3 <= (Tries(Retry()).wait(failed) or 0) <= 4.5


def test_patience_ends() -> None:
    assert Tries(Retry(patience=0)).wait(unavailable()) is None
    failed = error(grpc.StatusCode.RESOURCE_EXHAUSTED, "", retry_after=3)
    assert Tries(Retry(patience=2)).wait(failed) is None


def test_a_patience_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match=r"patience: -1 \(expected: at least 0, in seconds\)"):
        Retry(patience=-1)


def test_a_refusal_keeps_field_value_limit_and_time_through_pickling() -> None:
    item = pb.Error(code=8, message="token_count: 9 (expected: at most 5)", field="token_count")
    item.retry_after.FromMilliseconds(1250)
    for failed in (of_item(item), pickle.loads(pickle.dumps(of_item(item)))):
        assert type(failed) is ResourceExhausted
        assert (failed.field, failed.value, failed.limit) == ("token_count", "9", "at most 5")
        assert failed.retry_after == 1.25
        assert str(failed) == "RESOURCE_EXHAUSTED: token_count: 9 (expected: at most 5)"


def test_a_message_of_another_form_has_no_value() -> None:
    failed = error(grpc.StatusCode.UNAVAILABLE, "failed to connect")
    assert isinstance(failed, Unavailable)
    assert (failed.field, failed.value, failed.limit) == ("", "", "")
