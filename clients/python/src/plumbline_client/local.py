"""A server of one's own, for tests and notebooks."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import subprocess
import tempfile
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO

from ._channel import PathLike, Tls
from .aio import AsyncClient
from .client import Client

_SERVING = "plumbline: serving on "


class LocalServer:
    """Runs `plumbline serve` on a free port of loopback until it is left.

    home: a checkout or an unpacked distribution, which has the launcher `plumbline`; without it
        the environment variable PLUMBLINE_HOME, or `plumbline` on the PATH.
    arguments: more for `serve`, such as `["--journal", "DIR"]`.
    handle_key_file: keeps handles good for the servers that share it; made if it is not there.
        Without it, for this one.
    timeout: seconds that it may take to be ready. The first start of a checkout builds it, which
        takes minutes.

    Handles stay good over `kill` and `start`: the port and the key are kept. Raises
    `FileNotFoundError` if there is no launcher, `RuntimeError` with the server's own words if it
    ends before it is ready, and `TimeoutError` if that takes too long.

    >>> with LocalServer() as local, local.connect() as client:
    ...     [environment.name for environment in client.catalogue().environments]
    ['spreadsheet_clean', 'doc_revision', 'citation_ground']
    """

    def __init__(
        self,
        home: PathLike | None = None,
        *,
        arguments: Sequence[str] = (),
        handle_key_file: PathLike | None = None,
        timeout: float = 600.0,
    ) -> None:
        self.launcher = _launcher(home)
        self._arguments = list(arguments)
        self._timeout = timeout
        self._folder = Path(tempfile.mkdtemp(prefix="plumbline-"))
        self._keys = Path(handle_key_file) if handle_key_file else self._folder / "keys"
        self._process: subprocess.Popen[str] | None = None
        self._end: weakref.finalize[..., LocalServer] = weakref.finalize(
            self, _remove, self._folder
        )
        self._port = 0

    @property
    def target(self) -> str:
        """Where it is: `127.0.0.1:PORT`."""
        if not self._port:
            raise RuntimeError("server: not started (expected: start, or `with`)")
        return f"127.0.0.1:{self._port}"

    def connect(self, *, tls: Tls | None = None, token: str | None = None) -> Client:
        """A client of this server."""
        return Client(self.target, tls=tls, token=token)

    def connect_async(self, *, tls: Tls | None = None, token: str | None = None) -> AsyncClient:
        """A client of this server for asyncio."""
        return AsyncClient(self.target, tls=tls, token=token)

    def start(self) -> LocalServer:
        """Starts the server, once more where it was before, and waits until it is ready."""
        if self._process is not None and self._process.poll() is None:
            return self
        log = self._folder / "log"
        command = [self.launcher, "serve", "--port", str(self._port)]
        command += ["--handle-key-file", str(self._keys), *self._arguments]
        with log.open("w", encoding="utf-8") as complaints:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                start_new_session=True,  # Ctrl-C in a notebook is not for the server
            )
        self._end.detach()
        self._end = weakref.finalize(self, _end, self._process, self._folder)
        ready = _first_line(self._process, self._timeout)
        if ready is None or not ready.startswith(_SERVING):
            said = log.read_text(encoding="utf-8", errors="replace").strip()
            if ready is None:
                self.kill()
                raise TimeoutError(f"server: not ready after {self._timeout} s; {said}")
            code = self._process.wait()
            raise RuntimeError(f"server: ended with {code} before it was ready; {said or ready}")
        self._port = int(ready.rpartition(":")[2])
        return self

    def kill(self) -> None:
        """Ends the server at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Has the server finish what it is at, ends it, and removes its key and log."""
        self._end()

    def __enter__(self) -> LocalServer:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _launcher(home: PathLike | None) -> str:
    home = home or os.environ.get("PLUMBLINE_HOME")
    if home is not None:
        launcher = Path(home, "plumbline")
        if not os.access(launcher, os.X_OK):
            raise FileNotFoundError(f"home: no launcher {launcher} (expected: a checkout)")
        return str(launcher)
    found = shutil.which("plumbline")
    if found is None:
        raise FileNotFoundError(
            "home: absent, and no plumbline on the PATH (expected: a checkout, here or as"
            " PLUMBLINE_HOME)"
        )
    return found


def _first_line(process: subprocess.Popen[str], timeout: float) -> str | None:
    """None if none came in time; empty if the output ended. Reads the rest away."""
    assert process.stdout is not None
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read(stream: IO[str]) -> None:
        lines.put(stream.readline())
        with contextlib.suppress(ValueError):  # closed
            for _ in stream:
                pass

    threading.Thread(
        target=read, args=[process.stdout], name="plumbline-server-output", daemon=True
    ).start()
    try:
        return lines.get(timeout=timeout)
    except queue.Empty:
        return None


def _end(process: subprocess.Popen[str], folder: Path) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _remove(folder)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
