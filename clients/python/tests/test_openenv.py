"""OpenEnv's own client against a server's `--openenv-port`."""

import asyncio
import hashlib
import inspect
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

core = pytest.importorskip("openenv.core")
if "headers" not in inspect.signature(core.GenericEnvClient).parameters:
    pytest.skip("no openenv from 0.9 on", allow_module_level=True)

from proxy import Proxy

from plumbline_client import Client, LocalServer

FOLDER = Path(__file__).resolve().parent.parent
RESET = {"environment": "spreadsheet_clean", "split": "train", "seed": 7}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[LocalServer, str]]:
    """A server, and where OpenEnv's clients find it."""
    port = free_port()
    with LocalServer(arguments=["--openenv-port", str(port)]) as local:
        yield local, f"127.0.0.1:{port}"


def test_an_episode_is_what_it_is_over_grpc(served: tuple[LocalServer, str]) -> None:
    local, address = served
    with core.GenericEnvClient(f"http://{address}").sync() as env, local.connect() as client:
        task = env.reset(**RESET, episode_id="mine")
        assert (task.reward, task.done) == (None, False)
        group = client.reset("spreadsheet_clean", split="train", seed=7)
        assert task.observation["task_id"] == group.task.id
        assert task.observation["content_hash"] == group.task.content_hash
        assert task.observation["input"] == group.task.observation.input
        wanted = client.step(group.episodes[0].action(group.task.observation.input))
        step = env.step({"action": task.observation["input"]})
        assert (step.reward, step.done) == (wanted.reward, True)
        assert (step.observation["terminated"], step.observation["truncated"]) == (True, False)
        assert [
            (each["name"], each["value"], each["weight"], each["status"])
            for each in step.observation["dimensions"]
        ] == [
            (each.name, each.value, each.weight, each.status.value)
            for each in wanted.grade.dimensions
        ]
        assert [flag["name"] for flag in step.observation["flags"]] == [
            flag.name for flag in wanted.grade.flags
        ]
        state = env.state()
        assert state["episode_id"] == "mine"
        assert (state["step_count"], state["done"]) == (1, True)
        env.reset(**RESET, token_budget=3)
        cut = env.step({"action": "a,b", "finish_reason": "length", "token_count": 3})
        assert (cut.observation["terminated"], cut.observation["truncated"]) == (False, True)


def test_what_is_refused_names_the_field_and_its_limit(served: tuple[LocalServer, str]) -> None:
    with core.GenericEnvClient(f"http://{served[1]}").sync() as env:

        def requires(said: str) -> Any:
            return pytest.raises(RuntimeError, match=re.escape(f"Server error: {said}"))

        with requires("handle: absent (expected: a reset on this connection, or the handle"):
            env.step({"action": "a"})
        with requires("environment: absent (expected: one of spreadsheet_clean, "):
            env.reset()
        with requires('profile: "kind" (expected: reference or strict)'):
            env.reset(**RESET, profile="kind")
        env.reset(**RESET)
        with requires('data: a field "output" (expected: only action, '):
            env.step({"output": "a"})
        with requires("action: half of a surrogate pair (expected: Unicode text)"):
            env.step({"action": "\ud800"})
        with requires("action: 1048577 bytes (expected: at most 1048576 bytes)"):
            env.step({"action": "a" * ((1 << 20) + 1)})
        with requires("message: larger (expected: at most 6356992 bytes)"):
            env.step({"action": "a" * (16 << 20)})
        with requires("handle: absent"):  # another connection, as that one is closed
            env.step({"action": "a"})


def test_a_late_reply_is_never_the_next_steps(served: tuple[LocalServer, str]) -> None:
    async def steps(proxy: Proxy) -> list[Any]:
        async with core.GenericEnvClient(f"http://{proxy.target}") as env:
            task = await env.reset(**RESET)
            proxy.hang()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(env.step({"action": task.observation["input"]}), 0.2)
            proxy.cut()  # or the client would wait for its farewell to be answered
            with pytest.raises(RuntimeError, match="handle: absent"):
                await env.step({"action": "no table"})
            return [
                await env.step({"action": action, "handle": task.observation["handle"]})
                for action in ("no table", task.observation["input"])
            ]

    with Proxy(served[1]) as proxy:
        bad, good = asyncio.run(steps(proxy))
    with Client(served[0].target) as client:
        episode = client.reset(task_id="spreadsheet_clean/train/7").episodes[0]
        assert bad.reward == client.step(episode.action("no table")).reward
    assert bad.reward < good.reward


def test_tokens_are_asked_for(tmp_path: Path) -> None:
    known = hashlib.sha256(b"a-token").hexdigest()
    (tmp_path / "access").write_text(f"tester trainer {known}\n", encoding="utf-8")
    port = free_port()
    arguments = ["--access-file", str(tmp_path / "access"), "--openenv-port", str(port)]
    with LocalServer(arguments=arguments):
        url = f"http://127.0.0.1:{port}"
        with pytest.raises(ConnectionError, match="HTTP 401"):
            core.GenericEnvClient(url).sync().connect()
        headers = {"Authorization": "Bearer a-token"}
        with core.GenericEnvClient(url, headers=headers).sync() as env:
            assert env.reset(**RESET).observation["seed"] == 7


def test_the_example_and_the_readmes_lines_run(
    served: tuple[LocalServer, str], capsys: pytest.CaptureFixture[str]
) -> None:
    example = FOLDER / "examples" / "openenv_loop.py"
    command = [sys.executable, str(example), f"http://{served[1]}"]
    said = subprocess.run(command, check=True, capture_output=True).stdout
    assert len(said.splitlines()) == 5
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    snippets = re.findall(r"^```python\n(from openenv.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert len(snippets) == 1
    exec(snippets[0].replace("127.0.0.1:8000", served[1]), {})
    assert "data_preservation" in capsys.readouterr().out
