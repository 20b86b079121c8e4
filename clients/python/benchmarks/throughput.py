"""Graded steps a second from one Python process, beside `plumbline load` in the same sitting.

    python benchmarks/throughput.py [--seconds 3] [--rounds 3]

The same server takes turns with both: `strict` of tables of some 1.2 KB, on the same machine. Every
result is read into values, dimensions included. Ratios are to the load generator's rate in the same
round and way; its client is Java and keeps as many in flight (one batch at a time).
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import platform
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from plumbline_client import Action, AsyncClient, Client, LocalServer, PlumblineError, StepResult

THREADS = 8
IN_FLIGHT = 128
BATCH = 64
TASKS = 64


def actions_of(client: Client) -> Iterator[Action]:
    """Tables copied, again and again."""
    actions = []
    for seed in range(TASKS):
        group = client.reset("spreadsheet_clean", split="stress_train", seed=seed)
        actions.append(group.episodes[0].action(group.task.observation.input))
    return itertools.cycle(actions)


def checked(result: StepResult | PlumblineError) -> None:
    if isinstance(result, PlumblineError) or result.reward is None:
        raise SystemExit(f"not graded: {result}")


def one_thread(client: Client, actions: Iterator[Action], end: float) -> int:
    count = 0
    while time.monotonic() < end:
        checked(client.step(next(actions)))
        count += 1
    return count


def threads(client: Client, actions: Iterator[Action], end: float) -> int:
    lists = [[next(actions) for _ in range(TASKS)] for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        counts = pool.map(lambda own: one_thread(client, itertools.cycle(own), end), lists)
        return sum(counts)


def stream(client: Client, actions: Iterator[Action], end: float) -> int:
    futures: list[Future[StepResult]] = []
    with client.rollout(window=IN_FLIGHT) as rollout:
        while time.monotonic() < end:
            futures.append(rollout.step(next(actions)))
    for future in futures:
        checked(future.result())
    return len(futures)


def batch(client: Client, actions: Iterator[Action], end: float) -> int:
    count = 0
    while time.monotonic() < end:
        for result in client.step_batch(list(itertools.islice(actions, BATCH)), batch_size=BATCH):
            checked(result)
        count += BATCH
    return count


async def asyncio_unary(client: AsyncClient, actions: Iterator[Action], end: float) -> int:
    count = 0

    async def caller() -> None:
        nonlocal count
        while time.monotonic() < end:
            checked(await client.step(next(actions)))
            count += 1

    await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
    return count


async def asyncio_stream(client: AsyncClient, actions: Iterator[Action], end: float) -> int:
    count = 0
    async with client.rollout(window=IN_FLIGHT) as rollout:

        async def caller() -> None:
            nonlocal count
            while time.monotonic() < end:
                checked(await rollout.step(next(actions)))
                count += 1

        await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
    return count


BLOCKING: dict[str, Callable[[Client, Iterator[Action], float], int]] = {
    "sync, 1 thread": one_thread,
    f"sync, {THREADS} threads": threads,
    f"stream of {IN_FLIGHT}": stream,
    f"batches of {BATCH}": batch,
}
ASYNCIO: dict[str, Callable[[AsyncClient, Iterator[Action], float], Any]] = {
    f"asyncio, {IN_FLIGHT} in flight": asyncio_unary,
    f"asyncio stream of {IN_FLIGHT}": asyncio_stream,
}


def measure(target: str, way: str, seconds: float) -> tuple[float, float]:
    """Steps a second, and microseconds of this process' processor time for each."""
    with Client(target) as client:
        actions = actions_of(client)
        began, used = time.monotonic(), time.process_time()
        end = began + seconds
        if way in BLOCKING:
            count = BLOCKING[way](client, actions, end)
        else:

            async def over_asyncio() -> int:
                async with AsyncClient(target) as aio:
                    steps: int = await ASYNCIO[way](aio, actions, end)
                    return steps

            count = asyncio.run(over_asyncio())
        taken, worked = time.monotonic() - began, time.process_time() - used
    return count / taken, 1e6 * worked / count


class LoadGenerator:
    """`plumbline load --orders`: Java's client, told by lines what to do."""

    def __init__(self, launcher: str) -> None:
        self._process = subprocess.Popen(
            [launcher, "load", "--orders"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )

    def rate(self, target: str, way: str, seconds: float) -> float:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        port = target.rpartition(":")[2]
        in_flight = IN_FLIGHT if way != "batch" else 1
        self._process.stdin.write(f"round {port} {way} strict {in_flight} {seconds * 1000:.0f}\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise SystemExit(f"load: {answer['error']}")
        return float(answer["rewards"] / answer["seconds"])

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3, help="of a round (default: 3)")
    parser.add_argument("--rounds", type=int, default=5, help="of each way (default: 5)")
    options = parser.parse_args()
    ways = [*BLOCKING, *ASYNCIO]
    ours: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    theirs: dict[str, list[float]] = {way: [] for way in ("unary", "stream", "batch")}
    with LocalServer() as server:
        java = LoadGenerator(server.launcher)
        try:
            for number in range(1 + options.rounds):  # the first warms up
                for way in theirs:
                    found = java.rate(server.target, way, options.seconds)
                    theirs[way] += [found] if number else []
                for way in ways:
                    rate = measure(server.target, way, options.seconds)
                    ours[way] += [rate] if number else []
        finally:
            java.end()
    print(f"Python {platform.python_version()}; medians of {options.rounds} rounds")
    print(f"{'':28}{'steps/s':>9}{'of load':>16}{'client, us':>12}")
    for way, floors in theirs.items():
        print(f"load, {way:22}{statistics.median(floors):9,.0f}")
    for way, rates in ours.items():
        peer = next((each for each in ("stream", "batch") if each in way), "unary")
        ratios = [rate / floor for (rate, _), floor in zip(rates, theirs[peer], strict=True)]
        print(
            f"{way:28}{statistics.median(rate for rate, _ in rates):9,.0f}"
            f"{statistics.median(ratios):9.3f} {peer:6}"
            f"{statistics.median(cpu for _, cpu in rates):12,.0f}"
        )


if __name__ == "__main__":
    main()
