"""Snippets of READMEs and docs run as they stand, an adapter's where its library is there."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from plumbline_client import LocalServer

CLIENT = Path(__file__).resolve().parent.parent
ROOT = CLIENT.parent.parent
OWN_ENVIRONMENT = ROOT / "docs" / "own-environment.md"
DOCUMENTS = [CLIENT / "README.md", ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LIBRARIES = ("datasets", "gymnasium", "trl", "verifiers")


def fences(document: Path, language: str) -> list[str]:
    text = document.read_text(encoding="utf-8") if document.exists() else ""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


SNIPPETS = [
    (document, snippet)
    for document in DOCUMENTS
    for snippet in fences(document, "python")
    if "plumbline_client" in snippet
]


@pytest.mark.parametrize("where", ["README", "docs"])
def test_there_is_one_for_every_adapter(where: str) -> None:
    text = "\n".join(
        snippet
        for document, snippet in SNIPPETS
        if (document.parent.name == "docs") == (where == "docs")
    )
    if where == "docs" and not OWN_ENVIRONMENT.exists():
        pytest.skip("no checkout")
    assert [name for name in LIBRARIES if f"plumbline_client.{name}" not in text] == []


@pytest.mark.parametrize(
    ("document", "snippet"),
    SNIPPETS,
    ids=[f"{document.stem}: {snippet.splitlines()[0]}" for document, snippet in SNIPPETS],
)
def test_snippets_run(
    document: Path,
    snippet: str,
    server: LocalServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in LIBRARIES:
        if re.search(rf"^(from|import) (plumbline_client\.)?{name}\b", snippet, re.M):
            pytest.importorskip(name)
    if "trl" in snippet and not find_spec("trl"):
        pytest.skip("no trl")
    monkeypatch.chdir(tmp_path)
    if document == OWN_ENVIRONMENT:
        with LocalServer(arguments=["--plugins", str(own_environment(tmp_path))]) as own:
            run(snippet, own)
    else:
        run(snippet, server)


def run(snippet: str, server: LocalServer) -> None:
    names: dict[str, Any] = {}
    exec(snippet.replace("127.0.0.1:50051", server.target), names)


def own_environment(folder: Path) -> Path:
    """The folder with the example's jar, built by the commands of its page."""
    if not shutil.which("javac") or not shutil.which("jar"):
        pytest.skip("no javac and jar on the PATH")
    commands = "".join(fences(OWN_ENVIRONMENT, "sh"))
    build, plugins = commands.split("./plumbline serve --plugins ")
    home = Path(os.environ["PLUMBLINE_HOME"])
    for name in ("cli", "examples"):
        (folder / name).symlink_to(home / name)
    subprocess.run(["sh", "-e", "-c", build], cwd=folder, check=True)
    return folder / plugins.strip()
