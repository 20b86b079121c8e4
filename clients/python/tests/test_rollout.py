"""Streams that break, and what becomes of what was on them."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from proxy import Proxy

from plumbline_client import (
    Action,
    AsyncClient,
    Client,
    InvalidArgument,
    LocalServer,
    NotFound,
    PlumblineError,
    Retry,
    StepResult,
    Unauthenticated,
    Unavailable,
)

SHEETS = "spreadsheet_clean"
IMPATIENT = Retry(patience=0.3)


@pytest.fixture
def proxy(server: LocalServer) -> Iterator[Proxy]:
    with Proxy(server.target) as between:
        yield between


def many(client: Client, count: int) -> list[Action]:
    """Actions that all differ."""
    group = client.reset(SHEETS, split="train", group_size=64)
    return [
        group.episodes[number % 64].action(f"Quarter,Revenue\nQ1,{number}\n")
        for number in range(count)
    ]


def test_replies_find_their_requests(client: Client) -> None:
    actions = many(client, 300)
    with client.rollout(window=16) as rollout:
        futures = [rollout.step(action) for action in actions]
        group = rollout.reset("citation_ground", split="train", seed=3, group_size=2).result()
        unknown = rollout.reset("chess", split="train")
    assert [future.result() for future in futures] == client.step_batch(actions)
    assert group.task == client.get_task(group.task.id)
    assert isinstance(unknown.exception(), NotFound)
    with pytest.raises(RuntimeError, match="rollout: closed"):
        rollout.step(actions[0])


def test_no_more_than_the_window_wait(server: LocalServer, proxy: Proxy) -> None:
    with Client(proxy.target) as client, client.rollout(window=4) as rollout:
        actions = many(client, 5)
        proxy.hang()
        for action in actions[:4]:
            rollout.step(action)
        fifth = threading.Thread(target=rollout.step, args=[actions[4]])
        fifth.start()
        fifth.join(0.2)
        assert fifth.is_alive()
        proxy.cut()
        fifth.join()
    with pytest.raises(ValueError, match="window: 0"), server.connect() as client:
        client.rollout(window=0)


def test_a_broken_stream_is_opened_again_without_loss(client: Client, proxy: Proxy) -> None:
    actions = many(client, 400)
    with Client(proxy.target) as broken, broken.rollout(window=32) as rollout:
        futures = []
        for number, action in enumerate(actions):
            futures.append(rollout.step(action))
            if number in (50, 150, 250):
                proxy.cut()
    assert [future.result() for future in futures] == client.step_batch(actions)
    assert proxy.connections >= 4


def test_a_silent_stream_is_opened_again(client: Client, proxy: Proxy) -> None:
    actions = many(client, 20)
    with Client(proxy.target, timeout=0.3) as quick, quick.rollout() as rollout:
        assert rollout.step(actions[0]).result() == client.step(actions[0])
        proxy.hang()
        futures = [rollout.step(action) for action in actions]
    assert [future.result() for future in futures] == client.step_batch(actions)


def test_what_cannot_be_sent_fails_once_patience_ends(server: LocalServer) -> None:
    with Client("127.0.0.1:1", retry=IMPATIENT) as client, client.rollout() as rollout:
        future = rollout.step(Action(b"", "a"))
        assert isinstance(future.exception(), Unavailable)
        with pytest.raises(Unavailable):
            rollout.step(Action(b"", "a"))
    with server.connect() as client:
        rollout = client.rollout()
    assert isinstance(rollout.step(Action(b"", "a")).exception(), PlumblineError)


def test_a_rollout_that_is_left_by_an_error_ends(client: Client, proxy: Proxy) -> None:
    actions = many(client, 2)

    def leave(over: Client) -> None:
        with over.rollout() as rollout:
            waiting.append(rollout.step(actions[0]))
            proxy.hang()
            waiting.append(rollout.step(actions[1]))
            raise ArithmeticError

    waiting: list[object] = []
    with Client(proxy.target) as over, pytest.raises(ArithmeticError):
        leave(over)


def test_asyncio_loses_nothing_either(client: Client, proxy: Proxy) -> None:
    actions = many(client, 400)

    async def steps() -> list[StepResult]:
        async with AsyncClient(proxy.target, timeout=0.5) as aio, aio.rollout(window=32) as rollout:

            async def one(number: int) -> StepResult:
                if number in (100, 200):
                    proxy.cut()
                if number == 300:
                    proxy.hang()
                return await rollout.step(actions[number])

            with pytest.raises(InvalidArgument):
                await rollout.reset(SHEETS, split="train", group_size=-1)
            return await asyncio.gather(*map(one, range(len(actions))))

    assert asyncio.run(steps()) == client.step_batch(actions)


def test_asyncio_gives_up_and_leaves(server: LocalServer) -> None:
    async def unreachable() -> None:
        async with AsyncClient("127.0.0.1:1", retry=IMPATIENT) as aio, aio.rollout() as rollout:
            with pytest.raises(Unavailable):
                await rollout.step(Action(b"", "a"))

    async def closed() -> None:
        client = server.connect_async()
        async with client.rollout() as rollout:
            await rollout.reset(SHEETS, split="train")
            await client.close()
            for _ in range(2):
                with pytest.raises(PlumblineError):
                    await rollout.step(Action(b"", "a"))

    async def cancelled() -> None:
        async with server.connect_async() as client, client.rollout(window=1) as rollout:
            episode = (await rollout.reset(SHEETS, split="train")).episodes[0]
            forgotten = asyncio.create_task(rollout.step(episode.action("a")))
            await asyncio.sleep(0)
            forgotten.cancel()
            assert (await rollout.step(episode.action("b"))).terminated

    async def left() -> None:
        async with AsyncClient(server.target) as aio, aio.rollout() as rollout:
            await rollout.reset(SHEETS, split="train")
            raise ArithmeticError

    for each in (unreachable, closed, cancelled):
        asyncio.run(each())
    with pytest.raises(ArithmeticError):
        asyncio.run(left())


def test_a_server_that_is_killed_and_started_again_costs_no_step() -> None:
    with LocalServer() as local, local.connect() as client:
        actions = many(client, 300)
        wanted = client.step_batch(actions)
        with client.rollout(window=32) as rollout:
            futures = []
            for number, action in enumerate(actions):
                futures.append(rollout.step(action))
                if number == 100:
                    local.kill()
                    threading.Thread(target=local.start).start()
        assert [future.result() for future in futures] == wanted
        local.kill()
        threading.Thread(target=local.start).start()
        assert client.step_batch(actions) == wanted


def test_who_is_not_known_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    access = tmp_path_factory.mktemp("access") / "access"
    access.write_text(f"somebody trainer {'0' * 64}\n", encoding="utf-8")
    with (
        LocalServer(arguments=["--access-file", str(access)]) as local,
        local.connect(token="stranger") as client,
        client.rollout() as rollout,
    ):
        assert isinstance(rollout.step(Action(b"", "a")).exception(), Unauthenticated)
