"""The suite of clients/conformance, through both clients, and whether it finds what is wrong."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from conformance import AsyncWays, Json, Ways, callers, cases, differences

from plumbline_client import AsyncClient, Client, LocalServer

CASES = list(cases())
pytestmark = pytest.mark.skipif(not CASES, reason="clients/conformance is not beside this folder")
TOKENS = {name: f"a-token-of-{name}" for name in ("trainer", "agent", "stranger")}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A server that asks for tokens."""
    known = {name: hashlib.sha256(TOKENS[name].encode()).hexdigest() for name in TOKENS}
    access = tmp_path_factory.mktemp("access") / "access"
    access.write_text(f"one trainer {known['trainer']}\ntwo agent {known['agent']}\n")
    with LocalServer(arguments=["--access-file", str(access)]) as local:
        yield local


@pytest.fixture(scope="module", params=[Ways, AsyncWays])
def ways(request: pytest.FixtureRequest, guarded: LocalServer) -> Iterator[Any]:
    """Both clients, by each caller."""
    kind: Any = Client if request.param is Ways else AsyncClient
    by_caller = {
        name: request.param(functools.partial(kind, guarded.target, token=TOKENS.get(name)))
        for name in (*TOKENS, "nobody")
    }
    yield by_caller
    for each in by_caller.values():
        each.close()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_server_keeps_the_contract(ways: Any, case: Json) -> None:
    assert differences(case, ways) == []


def test_a_server_without_tokens_keeps_the_rest(server: LocalServer) -> None:
    ways = Ways(functools.partial(Client, server.target))
    asked = [case for case in CASES if callers(case) == {"trainer"}]
    assert len(asked) > 40
    assert [found for case in asked for found in differences(case, {"trainer": ways})] == []
    ways.close()


class Wrong:
    """Passes calls on and changes replies."""

    def __init__(self, ways: Ways, change: Any) -> None:
        self._ways = ways
        self._change = change

    def call(self, method: str, request: Json, timeout: float | None) -> Json:
        reply = self._ways.call(method, request, timeout)
        self._change(method, reply)
        return reply


def _other_input(method: str, reply: Json) -> None:
    for task in reply.get("tasks", []):
        task["observation"]["input"] += "\n"


def _both_ends(method: str, reply: Json) -> None:
    if "truncated" in reply:
        reply["terminated"] = True


def _turned_round(method: str, reply: Json) -> None:
    reply.get("results", reply.get("replies", [])).reverse()


def _no_field(method: str, reply: Json) -> None:
    if "error" in reply:
        reply["error"]["field"] = ""


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (_other_input, "tasks: spreadsheet_clean, train"),
        (_both_ends, "steps: a branch knows why its policy stopped"),
        (_turned_round, "batches: results come in the order of the steps"),
        (_no_field, "errors: seeds begin at 0"),
    ],
)
def test_what_is_wrong_is_found(server: LocalServer, change: Any, found: str) -> None:
    ways = Ways(functools.partial(Client, server.target))
    wrong: Any = Wrong(ways, change)
    case = next(case for case in CASES if case["name"] == found)
    assert differences(case, {"trainer": ways}) == []
    assert differences(case, {"trainer": wrong}) != []
    ways.close()
