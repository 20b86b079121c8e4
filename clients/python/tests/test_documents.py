"""The README's snippets run as they stand, those of an adapter where its library is there."""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from plumbline_client import LocalServer

CLIENT = Path(__file__).resolve().parent.parent
SNIPPETS = [
    snippet
    for readme in (CLIENT / "README.md", CLIENT.parent.parent / "README.md")
    if readme.exists()
    for snippet in re.findall(
        r"^```python\n(.*?)^```$", readme.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    if "plumbline_client" in snippet
]
LIBRARIES = ("datasets", "gymnasium", "trl", "verifiers")


def test_there_is_one_for_every_adapter() -> None:
    text = "\n".join(SNIPPETS)
    assert [name for name in LIBRARIES if f"plumbline_client.{name}" not in text] == []


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.splitlines()[0])
def test_snippets_run(
    snippet: str, server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in LIBRARIES:
        if re.search(rf"^(from|import) (plumbline_client\.)?{name}\b", snippet, re.M):
            pytest.importorskip(name)
    if "trl" in snippet and not find_spec("trl"):
        pytest.skip("no trl")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(snippet.replace("127.0.0.1:50051", server.target), names)
