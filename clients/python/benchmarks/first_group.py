"""Times what a newcomer does: a fresh environment, the install, five lines to a graded group.

    PLUMBLINE_HOME=checkout python benchmarks/first_group.py

The checkout is built already; a first build takes a minute or so more.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CLIENT = Path(__file__).resolve().parent.parent


def timed(what: str, command: list[str | Path]) -> float:
    began = time.monotonic()
    said = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    taken = time.monotonic() - began
    print(f"{taken:6.1f} s  {what}")
    if what.startswith("five"):
        print(said.strip())
    return taken


def main() -> None:
    readme = (CLIENT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"^```python\n(.*?)^```$", readme, re.S | re.M)
    assert first is not None
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder, "bin", "python")
        total = timed("python -m venv", [sys.executable, "-m", "venv", folder])
        total += timed("pip install", [python, "-m", "pip", "install", "-q", CLIENT])
        total += timed("five lines, server and all", [python, "-c", first[1]])
    print(f"{total:6.1f} s  in all")


if __name__ == "__main__":
    main()
