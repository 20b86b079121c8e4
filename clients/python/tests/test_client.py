"""Both clients against a server from this checkout."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import grpc
import pytest

from plumbline_client import (
    Action,
    AsyncClient,
    Client,
    FailedPrecondition,
    InvalidArgument,
    LocalServer,
    NotFound,
    Output,
    PermissionDenied,
    PlumblineError,
    ResourceExhausted,
    Retry,
    Status,
    StepResult,
    Unauthenticated,
    Unavailable,
)

SHEETS = "spreadsheet_clean"


def test_the_catalogue_says_what_there_is(client: Client) -> None:
    catalogue = client.catalogue()
    rubric = catalogue.environment(SHEETS).rubric("strict")
    assert sum(each.weight for each in rubric.dimensions) == pytest.approx(1)
    assert all(each.formula for each in rubric.dimensions)
    assert all(0 <= each.cap <= 1 and each.condition for each in rubric.flags)
    assert next(iter(catalogue.reward_rules)) == "pessimistic"
    assert catalogue.limits.max_batch_items > 0
    splits = {split.name: split for split in catalogue.environment(SHEETS).splits}
    assert splits["train"].open
    assert not splits["heldout"].open
    with pytest.raises(KeyError):
        catalogue.environment("chess")


def test_same_seed_same_task(client: Client) -> None:
    one, two = (client.sample_tasks(SHEETS, "train", seed=7, count=2) for _ in range(2))
    assert one == two
    assert one[0] == client.get_task(one[0].id)
    assert one[0].seed == 7
    assert one[0].content_hash != one[1].content_hash
    assert one[0].observation.input in one[0].observation.prompt()


def test_a_grade_arrives_whole(client: Client) -> None:
    group = client.reset("doc_revision", split="train", profile="reference", evidence=True)
    result = client.step(group.episodes[0].action("A word."))
    rubric = client.catalogue().environment("doc_revision").rubric("reference")
    assert [(each.name, each.weight) for each in result.grade.dimensions] == [
        (each.name, each.weight) for each in rubric.dimensions
    ]
    assert result.grade["faithfulness"].status is Status.UNASSESSED
    assert result.grade["faithfulness"].value == 0.5
    assert result.grade["over_editing"].status is Status.ASSESSED
    assert result.grade.assessed_weight == pytest.approx(0.5)
    assert result.grade.grader_version == rubric.version
    with pytest.raises(KeyError):
        result.grade["charm"]
    empty = client.reset(SHEETS, split="train", evidence=True).episodes[0].action("")
    grade = client.step(empty).grade
    assert [flag.cap for flag in grade.flags] == [0.2]
    assert grade.evidence


def test_stopping_and_running_out_are_told_apart(client: Client) -> None:
    group = client.reset(SHEETS, split="train", token_budget=100, group_size=2)
    stopped, cut = (
        client.step(group.episodes[0].action("a,b", tokens=3)),
        client.step(group.episodes[1].action("a,b", "length", tokens=100)),
    )
    assert (stopped.terminated, stopped.truncated) == (True, False)
    assert (cut.terminated, cut.truncated) == (False, True)


def test_a_step_taken_again_is_the_same_step(client: Client) -> None:
    episode = client.reset(SHEETS, split="train").episodes[0]
    once, again = (client.step(episode.action("a,b")) for _ in range(2))
    assert once == again
    assert client.step(episode.action("a,c")).step_id != once.step_id
    with pytest.raises(FailedPrecondition, match="handle"):
        client.step(Action(once.handle, "a,b"))


def test_refusals_name_field_and_limit(client: Client) -> None:
    with pytest.raises(NotFound) as unknown:
        client.reset("chess", split="train")
    assert unknown.value.field == "environment"
    with pytest.raises(InvalidArgument) as sized:
        client.reset(SHEETS, split="train", group_size=-1)
    most = client.catalogue().limits.max_group_size
    assert (sized.value.field, sized.value.value) == ("group_size", "-1")
    assert str(most) in sized.value.limit
    with pytest.raises(PermissionDenied):
        client.grade(Output(f"{SHEETS}/heldout/0", ""))
    with pytest.raises(Unauthenticated):
        client.step(Action(b"forged", "a"))
    with pytest.raises(ValueError, match="finish: 'eos'"):
        client.step(Action(b"", "a", finish="eos"))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"task_id: .* beside seed 3"):
        client.reset(task_id=f"{SHEETS}/train/7", seed=3)


def test_items_of_a_batch_fail_alone_and_in_place(client: Client) -> None:
    group = client.reset(SHEETS, split="train", token_budget=10, group_size=3)
    one, two, three = group.episodes
    texts = [
        one.action("a", tokens=1),
        two.action("\ud800", tokens=1),
        three.action("a", tokens=11),
    ]
    fine, not_text, too_long = client.step_batch([*texts])
    assert isinstance(fine, StepResult)
    assert isinstance(not_text, InvalidArgument)
    assert not_text.field == "action"
    assert isinstance(too_long, InvalidArgument)
    assert too_long.field == "token_count"


def test_batches_are_as_large_as_the_server_takes(client: Client) -> None:
    limits = client.catalogue().limits
    large = "x" * (limits.max_message_bytes // 5)
    outputs = [Output(f"{SHEETS}/train/1", text) for text in ["a,b"] * 5000 + [large] * 4]
    graded = client.grade_batch(outputs, batch_size=1_000_000)
    assert len(graded) == 5004
    assert not any(isinstance(each, PlumblineError) for each in graded[:5000])
    assert all(isinstance(each, InvalidArgument) for each in graded[5000:])
    huge = Output(f"{SHEETS}/train/1", "x" * limits.max_message_bytes)
    one, none, other = client.grade_batch([outputs[0], huge, outputs[0]])
    assert one == other == graded[0]
    assert isinstance(none, ResourceExhausted)
    assert not none.transient
    assert client.grade_batch([]) == []
    with pytest.raises(ValueError, match="batch_size: 0"):
        client.grade_batch(outputs, batch_size=0)


def test_an_iterator_is_read_a_batch_at_a_time(client: Client) -> None:
    read = 0

    def outputs() -> Iterator[Output]:
        nonlocal read
        for number in range(10**9):
            read += 1
            yield Output(f"{SHEETS}/train/{number}", "")

    graded = client.iter_grades(outputs(), batch_size=8)
    for _ in range(20):
        assert not isinstance(next(graded), PlumblineError)
    assert read <= 20 + 2 * 8


def test_asyncio_has_the_same(server: LocalServer, client: Client) -> None:
    async def everything() -> None:
        async with AsyncClient(server.target) as aio:
            assert await aio.catalogue() == client.catalogue()
            assert await aio.sample_tasks(SHEETS, "train", count=3) == client.sample_tasks(
                SHEETS, "train", count=3
            )
            group = await aio.reset(SHEETS, split="train", seed=5, group_size=4)
            assert group.task == await aio.get_task(group.task.id)
            actions = [episode.action("a,b") for episode in group.episodes]
            steps = await asyncio.gather(*map(aio.step, actions))
            assert steps == [client.step(action) for action in actions]
            assert await aio.step_batch(actions, batch_size=3) == steps
            with pytest.raises(Unauthenticated):
                await aio.step(Action(b"forged", "a"))

            async def outputs() -> AsyncIterator[Output]:
                for number in range(20):
                    yield Output(f"{SHEETS}/train/{number}", "a,b")

            graded = [each async for each in aio.iter_grades(outputs(), batch_size=8)]
            wanted = [Output(f"{SHEETS}/train/{number}", "a,b") for number in range(20)]
            huge = Output(f"{SHEETS}/train/1", "x" * client.catalogue().limits.max_message_bytes)
            assert isinstance((await aio.grade_batch([huge]))[0], ResourceExhausted)
            assert graded == await aio.grade_batch(wanted) == client.grade_batch(wanted)
            assert graded[0] == await aio.grade(wanted[0])
            await aio.release([episode.handle for episode in group.episodes])

    asyncio.run(everything())
    client.release([b"any"])


def test_nobody_there_is_said_once_patience_ends() -> None:
    with (
        Client("127.0.0.1:1", retry=Retry(patience=0.3)) as client,
        pytest.raises(Unavailable) as gone,
    ):
        client.catalogue()
    assert gone.value.code is grpc.StatusCode.UNAVAILABLE


@pytest.mark.parametrize(
    ("target", "token", "message"),
    [
        ("localhost", None, "target: 'localhost' .expected: host:port"),
        ("localhost:0", None, "target"),
        ("http://localhost:1", None, "target"),
        ("localhost:1", "two words", "token: 9 characters"),
        ("example.org:1", "secret", "token: without encryption to example.org:1"),
    ],
)
def test_an_address_that_cannot_be_is_refused(target: str, token: str | None, message: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(ValueError, match=message):
            kind(target, token=token)
