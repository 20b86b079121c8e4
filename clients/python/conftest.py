"""A server for all tests and for the examples in docstrings, which call it `server`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import plumbline_client
from plumbline_client import Client, LocalServer

if "PLUMBLINE_HOME" not in os.environ:
    os.environ["PLUMBLINE_HOME"] = str(Path(__file__).resolve().parent.parent.parent)


@pytest.fixture(scope="session")
def server() -> Iterator[LocalServer]:
    with LocalServer() as local:
        yield local


@pytest.fixture
def client(server: LocalServer) -> Iterator[Client]:
    with server.connect() as connected:
        yield connected


@pytest.fixture(autouse=True)
def _names_in_docstrings(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, object]
) -> None:
    if type(request.node).__name__ == "DoctestItem":
        names = {name: getattr(plumbline_client, name) for name in plumbline_client.__all__}
        server = request.getfixturevalue("server")
        doctest_namespace.update(names, asyncio=asyncio, server=server)
