"""What becomes of messages that a healthy server does not send on request."""

from plumbline.env.v1 import environment_service_pb2 as pb
from plumbline.env.v1 import grade_pb2

from plumbline_client import Status
from plumbline_client._messages import step_result


def test_a_failed_dimension_has_no_value_and_leaves_no_reward() -> None:
    message = pb.StepResponse(truncated=True)
    message.grade.dimensions.add(name="a", weight=0.4, status=grade_pb2.DIMENSION_STATUS_FAILED)
    message.grade.dimensions.add(
        name="b", weight=0.6, value=0, status=grade_pb2.DIMENSION_STATUS_ASSESSED
    )
    result = step_result(message)
    assert result.reward is None
    assert (result.grade["a"].value, result.grade["a"].status) == (None, Status.FAILED)
    assert (result.grade["b"].value, result.grade["b"].status) == (0, Status.ASSESSED)
    assert result.grade.values == {"a": None, "b": 0}
    assert (result.terminated, result.truncated) == (False, True)


def test_a_reward_of_zero_is_a_reward() -> None:
    assert step_result(pb.StepResponse(reward=0)).reward == 0
