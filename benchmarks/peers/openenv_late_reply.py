#!/usr/bin/env python3
"""What OpenEnv's own client is told by a step after one that it gave up on.

A server is stopped as its process for as long as the client waits for the reply to one action, and
the client then sends another: a good table and a text that is none, whose rewards are 1 and 0. Two
times it does so: while the server is still stopped, and after the late reply came. Once against
OpenEnv's server, once against Plumbline's for OpenEnv's clients, and, where plumbline-client is
installed, once against Plumbline's over gRPC. Linux only. See README.md beside this file.
"""

import argparse
import asyncio
import contextlib
import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from openenv.core import GenericEnvClient

try:
    from plumbline_client import Client, PlumblineError, Retry
except ImportError:
    Client = None

HERE = Path(__file__).resolve().parent
SPLIT = "stress_train"
PATIENCE_S = 2.0  # of the client
AFTERWARDS_S = 1.0  # for a late reply to come
STOPPING_S = 0.5  # for all threads to have stopped
NO_TABLE = "no table"


class Stoppable:
    """A server in a process group of its own; its ports are at the ends of its first lines."""

    def __init__(self, command, lines):
        self._process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True,
                                         stderr=subprocess.DEVNULL, start_new_session=True)
        said = [self._process.stdout.readline() for _ in range(lines)]
        if not all(said):
            raise SystemExit(f"{command[0]} ended before it was ready")
        self.ports = [int(line.rpartition(":")[2]) for line in said]

    def stop(self):
        os.killpg(self._process.pid, signal.SIGSTOP)
        time.sleep(STOPPING_S)

    def go_on(self):
        os.killpg(self._process.pid, signal.SIGCONT)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


async def late_over_openenv(server, port, reset, good, bad, while_stopped, with_handle=False):
    """What the second of two steps is told, in words."""
    client = GenericEnvClient(f"http://127.0.0.1:{port}", message_timeout_s=PATIENCE_S)
    try:
        task = await client.reset(**reset)
        if with_handle:
            bad = {**bad, "handle": task.observation["handle"]}
        server.stop()
        try:
            await client.step(good)
            return "the first step got its reply"
        except asyncio.TimeoutError:
            pass
        if while_stopped:
            second = asyncio.ensure_future(client.step(bad))
            await asyncio.sleep(PATIENCE_S / 4)
            server.go_on()
        else:
            server.go_on()
            await asyncio.sleep(AFTERWARDS_S)
            second = asyncio.ensure_future(client.step(bad))
        result = await second
    except Exception as error:  # of any library's kind
        return f"refused: {error or type(error).__name__}"
    finally:
        server.go_on()
        with contextlib.suppress(Exception):
            await client.close()
    named = result.observation.get("request_id")
    return verdict(result.reward) + (f" (its request_id is {named!r})" if named else "")


def late_over_grpc(server, port, task_id, good, while_stopped):
    """The same with plumbline-client, whose steps are pure: the second is sent until it is told."""
    address = f"127.0.0.1:{port}"
    with Client(address) as client, Client(address, timeout=PATIENCE_S,
                                           retry=Retry(patience=0)) as impatient:
        episode = client.reset(task_id=task_id, profile="reference").episodes[0]
        impatient.catalogue()  # has it connect
        server.stop()
        try:
            impatient.step(episode.action(good))
            return "the first step got its reply"
        except PlumblineError:
            pass
        finally:
            continued = threading.Timer(PATIENCE_S / 4 if while_stopped else 0, server.go_on)
            continued.start()
        if not while_stopped:
            continued.join()
            time.sleep(AFTERWARDS_S)
        return verdict(client.step(episode.action(NO_TABLE)).reward)


def verdict(reward):
    if reward == 0:
        return "right: reward 0"
    return f"WRONG: reward {reward:g}, that of the action before"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plumbline", default=str(HERE.parent.parent / "plumbline"),
                        help="the command, with arguments")
    options = parser.parse_args()
    plumbline = options.plumbline.split()
    library = next(f"{name} {importlib.metadata.version(name)}" for name in
                   ("openenv", "openenv-core") if installed(name))
    listed = subprocess.run([*plumbline, "tasks", "--split", SPLIT, "--count", "1"], check=True,
                            stdout=subprocess.PIPE, text=True).stdout
    task = json.loads(listed)
    task_id = f"{task['task_type']}/{SPLIT}/{task['case_id']}"
    good = task["gold_or_reference_output"]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as tasks:
        tasks.write(listed)
        tasks.flush()
        theirs = Stoppable([sys.executable, HERE / "openenv_server.py", tasks.name], 1)
    ours = Stoppable([*plumbline, "serve", "--port", 0, "--openenv-port", 0], 2)
    print(f"client: {library}")
    with theirs, ours:
        for when, while_stopped in (("again while it waits", True), ("again after it came", False)):
            told = asyncio.run(late_over_openenv(
                theirs, theirs.ports[0], {"task_id": task_id}, {"output": good},
                {"output": NO_TABLE}, while_stopped))
            print(f"{when} | OpenEnv's server | {told}")
            for with_handle in (False, True):
                told = asyncio.run(late_over_openenv(
                    ours, ours.ports[1], {"task_id": task_id, "profile": "reference"},
                    {"action": good, "request_id": "first"},
                    {"action": NO_TABLE, "request_id": "second"}, while_stopped, with_handle))
                named = ", with the handle" if with_handle else ""
                print(f"{when} | Plumbline's{named} | {told}")
            if Client is not None:
                told = late_over_grpc(ours, ours.ports[0], task_id, good, while_stopped)
                print(f"{when} | Plumbline's over gRPC, plumbline-client | {told}")


def installed(name):
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return bool(importlib.metadata.version(name))
    return False


if __name__ == "__main__":
    main()
