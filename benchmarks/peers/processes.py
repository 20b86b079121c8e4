"""Processes that end with this one, and what Linux says of them."""

import ctypes
import json
import os
import resource
import signal
import subprocess
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
LIBC = ctypes.CDLL(None)


def _as_child():
    """Runs in the child: ends with its parent however that ends, and may have many connections."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Child:
    """A process; what it complains about is in a log."""

    def __init__(self, name, command, log, environment=None):
        self.name = name
        self._log = log
        with log.open("w", encoding="utf-8") as complaints:
            self._process = subprocess.Popen(
                list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=complaints, text=True, preexec_fn=_as_child,
                env={**os.environ, **(environment or {})})

    def line(self):
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has ended; its log is {self._log}")
        return line.strip()

    def say(self, line):
        print(line, file=self._process.stdin, flush=True)

    def cpu_seconds(self):
        """Processor time of all its threads so far."""
        fields = self._stat("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def resident_bytes(self):
        return int(self._stat("statm").split()[1]) * PAGE_BYTES

    def _stat(self, name):
        return Path(f"/proc/{self._process.pid}/{name}").read_text(encoding="ascii")


class Server:
    """One or several processes that do the same, each on a port of its own."""

    def __init__(self, name, count, command, logs, environment=None):
        self.name = name
        self._children = [Child(name, command, logs / f"{name.replace(' ', '-')}-{i}.log",
                                environment) for i in range(count)]
        self.ports = [int(child.line().rpartition(":")[2]) for child in self._children]

    def cpu_seconds(self):
        return sum(child.cpu_seconds() for child in self._children)

    def resident_bytes(self):
        return sum(child.resident_bytes() for child in self._children)


class LoadClient(Child):
    """`plumbline load --orders`."""

    def ask(self, *words):
        self.say(" ".join(map(str, words)))
        answer = json.loads(self.line())
        if "error" in answer:
            raise SystemExit(f"{self.name}: {answer['error']}")
        return answer
