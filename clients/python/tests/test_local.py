"""Servers of one's own."""

from pathlib import Path

import pytest

from plumbline_client import LocalServer


def test_a_home_without_launcher_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileNotFoundError, match=r"home: no launcher .*plumbline"):
        LocalServer(tmp_path)
    monkeypatch.delenv("PLUMBLINE_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="home: absent, and no plumbline on the PATH"):
        LocalServer()


def test_a_server_that_cannot_start_says_why() -> None:
    with pytest.raises(RuntimeError, match=r"host: .*expected"):
        LocalServer(arguments=["--host", "0.0.0.0"]).start()


def test_one_that_never_gets_ready_is_ended(tmp_path: Path) -> None:
    launcher = tmp_path / "plumbline"
    launcher.write_text("#!/bin/sh\nexec sleep 600\n")
    launcher.chmod(0o755)
    local = LocalServer(tmp_path, timeout=0.2)
    with pytest.raises(TimeoutError, match=r"server: not ready after 0\.2 s"):
        local.start()
    with pytest.raises(RuntimeError, match="server: not started"):
        local.connect()
