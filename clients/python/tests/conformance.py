"""Runs the cases of clients/conformance through the Python client; its README has their form."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from plumbline_client import (
    Action,
    AsyncClient,
    Catalogue,
    Client,
    Output,
    PlumblineError,
    Retry,
)

CASES = Path(__file__).resolve().parents[2] / "conformance" / "cases"
WINDOW = 16

Json = Any


class Absent(Exception):
    """A case refers to what the server did not send."""


def cases() -> Iterator[Json]:
    for file in sorted(CASES.glob("*.json")):
        yield from json.loads(file.read_text(encoding="utf-8"))["cases"]


def callers(case: Json) -> set[str]:
    """As whom a case calls."""
    return {call.get("as", "trainer") for call in case["calls"]}


def differences(case: Json, callers: Mapping[str, Ways | AsyncWays]) -> list[str]:
    """Where replies are not as the case says; empty if it passes."""
    saved: dict[str, Json] = {}
    found: list[str] = []
    for number, call in enumerate(case["calls"], 1):
        where = f"call {number} {call['call']}: "
        try:
            request = resolve(call.get("request", {}), saved)
        except Absent as absent:
            return [*found, f"{where}{absent}"]
        ways = callers[call.get("as", "trainer")]
        deadline = call.get("deadline_ms")
        reply = ways.call(call["call"], request, None if deadline is None else deadline / 1000)
        if "may_fail" in call and reply.get("error", {}).get("code") == call["may_fail"]:
            continue
        found += [where + each for each in _check(reply, call.get("expect", {}), saved)]
        if "save" in call:
            saved[call["save"]] = reply
    return found


def resolve(value: Json, saved: Mapping[str, Json]) -> Json:
    if isinstance(value, str) and value.startswith("$"):
        name, _, path = value[1:].partition(".")
        found = _at(saved.get(name), path) if path else saved.get(name)
        if found is None:
            raise Absent(f"{value}: absent (expected: in an earlier reply)")
        return found
    if isinstance(value, dict):
        if "$times" in value:
            return resolve(value["of"], saved) * value["$times"]
        return {name: resolve(each, saved) for name, each in value.items()}
    if isinstance(value, list):
        return [resolve(each, saved) for each in value]
    return value


def _at(value: Json, path: str) -> Json:
    for step in path.split("."):
        if isinstance(value, list) and step.isdigit():
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _check(reply: Json, expected: Json, saved: Mapping[str, Json]) -> Iterator[str]:
    if "error" in reply and not any(path.startswith("error") for path in expected):
        yield f"error: {reply['error']['message']} (expected: none)"
        return
    for path, check in expected.items():
        found = _at(reply, path)
        try:
            wanted = _difference(found, check, saved)
        except Absent as absent:
            wanted = str(absent)
        if wanted is not None:
            yield f"{path}: {json.dumps(found)[:200]} (expected: {wanted})"


def _difference(found: Json, check: Json, saved: Mapping[str, Json]) -> str | None:
    """What was wanted instead; None if the value is right."""
    kind, wanted = "is", check
    if isinstance(check, dict) and len(check) == 1:
        ((name, value),) = check.items()
        if name in ("absent", "sha256", "length", "contains", "not"):
            kind, wanted = name, value
    wanted = resolve(wanted, saved)
    if found is None or kind == "absent":
        return None if found is None and kind == "absent" else f"{kind} {json.dumps(wanted)[:200]}"
    checks: Mapping[str, Callable[[], bool]] = {
        "is": lambda: _same(found, wanted),
        "sha256": lambda: sha256(found) == wanted,
        "length": lambda: isinstance(found, list) and len(found) == wanted,
        "contains": lambda: str(wanted) in str(found),
        "not": lambda: not _same(found, wanted),
    }
    return None if checks[kind]() else f"{kind} {json.dumps(wanted)[:200]}"


def _same(one: Json, other: Json) -> bool:
    # In Python True is 1.
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def sha256(value: Json) -> str:
    """Of a text, its bytes in UTF-8; of anything else, each value in it with a zero byte behind."""
    if isinstance(value, str):
        return hashlib.sha256(value.encode("utf-8")).hexdigest()
    digest = hashlib.sha256()

    def update(part: Json) -> None:
        if isinstance(part, dict):
            for name in sorted(part):
                update(part[name])
        elif isinstance(part, list):
            for each in part:
                update(each)
        else:
            text = part if isinstance(part, str) else json.dumps(part)
            digest.update(text.encode("utf-8") + b"\0")

    update(value)
    return digest.hexdigest()


def tree(value: Any) -> Json:
    """One of the client's values as JSON: absent fields left out, bytes in hex."""
    if isinstance(value, Catalogue):
        fields = {each.name: tree(getattr(value, each.name)) for each in dataclasses.fields(value)}
        rules = value.reward_rules.items()
        return fields | {"reward_rules": [{"name": n, "description": d} for n, d in rules]}
    if dataclasses.is_dataclass(value):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        return {name: tree(each) for name, each in fields.items() if each is not None}
    if isinstance(value, (tuple, list)):
        return [tree(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.hex() if isinstance(value, bytes) else value


def _error(error: PlumblineError) -> Json:
    said = {"code": error.code.name, "message": str(error)}
    parts = {"field": error.field, "value": error.value, "limit": error.limit}
    return {"error": {**said, **parts}}


def _action(fields: Json) -> Action:
    handle = bytes.fromhex(fields["handle"])
    return Action(handle, fields["action"], fields["finish_reason"], fields.get("token_count"))


def _output(fields: Json) -> Output:
    return Output(
        fields["task_id"],
        fields["output"],
        fields["profile"],
        fields.get("reward_rule", ""),
        fields.get("evidence", False),
    )


def _outcomes(kind: str, results: list[Any]) -> list[Json]:
    return [
        _error(each) if isinstance(each, PlumblineError) else {kind: tree(each)} for each in results
    ]


def _plan(method: str, request: Json) -> tuple[str, list[Any], Callable[[Any], Json]]:
    """The clients' method, its arguments, and the contract's form of what it returns."""
    if method == "StepBatch":
        actions = [_action(each) for each in request["steps"]]
        return "step_batch", [actions], lambda results: {"results": _outcomes("response", results)}
    if method == "GradeBatch":
        outputs = [_output(each) for each in request["outputs"]]
        return "grade_batch", [outputs], lambda results: {"results": _outcomes("response", results)}
    if method == "Close":
        handles = [bytes.fromhex(each) for each in request["handles"]]
        return "release", [handles], lambda nothing: {}
    if method == "Step":
        return "step", [_action(request)], tree
    if method == "Grade":
        return "grade", [_output(request)], tree
    named = {
        "ListEnvironments": ("catalogue", tree),
        "SampleTasks": ("sample_tasks", lambda tasks: {"tasks": tree(tasks)}),
        "GetTask": ("get_task", lambda task: {"task": tree(task)}),
        "Reset": ("reset", tree),
    }
    name, form = named[method]
    return name, [], form


_NAMED = {"SampleTasks", "GetTask", "Reset"}  # whose fields are the method's own


class Ways:
    """Calls by name through the blocking client."""

    def __init__(self, client: Callable[..., Client]) -> None:
        self._client = client()
        self._impatient = client(retry=Retry(patience=0))

    def call(self, method: str, request: Json, timeout: float | None) -> Json:
        client = self._client if timeout is None else self._impatient
        try:
            if method == "Rollout":
                return {"replies": self._rollout(request["requests"])}
            name, arguments, form = _plan(method, request)
            named = request if method in _NAMED else {}
            return form(getattr(client, name)(*arguments, **named, timeout=timeout))
        except PlumblineError as error:
            return _error(error)

    def _rollout(self, requests: Json) -> list[Json]:
        with self._client.rollout(window=WINDOW) as rollout:
            futures: list[Any] = [
                rollout.reset(**each["reset"])
                if "reset" in each
                else rollout.step(_action(each["step"]))
                for each in requests
            ]
        kinds = [next(iter(each)) for each in requests]
        results = [future.exception() or future.result() for future in futures]
        return [_outcomes(kind, [result])[0] for kind, result in zip(kinds, results, strict=True)]

    def close(self) -> None:
        self._client.close()
        self._impatient.close()


class AsyncWays:
    """The same through the client for asyncio, in a loop of its own."""

    def __init__(self, client: Callable[..., AsyncClient]) -> None:
        self._loop = asyncio.new_event_loop()

        async def clients() -> tuple[AsyncClient, AsyncClient]:
            return client(), client(retry=Retry(patience=0))

        self._client, self._impatient = self._loop.run_until_complete(clients())

    def call(self, method: str, request: Json, timeout: float | None) -> Json:
        client = self._client if timeout is None else self._impatient
        try:
            if method == "Rollout":
                replies = self._loop.run_until_complete(self._rollout(request["requests"]))
                return {"replies": replies}
            name, arguments, form = _plan(method, request)
            named = request if method in _NAMED else {}
            reply = getattr(client, name)(*arguments, **named, timeout=timeout)
            return form(self._loop.run_until_complete(reply))
        except PlumblineError as error:
            return _error(error)

    async def _rollout(self, requests: Json) -> list[Json]:
        async with self._client.rollout(window=WINDOW) as rollout:
            waiting: list[Any] = [
                rollout.reset(**each["reset"])
                if "reset" in each
                else rollout.step(_action(each["step"]))
                for each in requests
            ]
            results = await asyncio.gather(*waiting, return_exceptions=True)
        kinds = [next(iter(each)) for each in requests]
        return [_outcomes(kind, [result])[0] for kind, result in zip(kinds, results, strict=True)]

    def close(self) -> None:
        self._loop.run_until_complete(self._client.close())
        self._loop.run_until_complete(self._impatient.close())
        self._loop.close()
