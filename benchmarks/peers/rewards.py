#!/usr/bin/env python3
"""Graded rewards per second: Plumbline beside OpenEnv and grpcio that grade the same in Python.

Installs both from the package registry when first run. All servers listen on loopback and end when
this does. Linux only. See README.md beside this file.
"""

import argparse
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from check_grader import check_grader
from processes import LoadClient, Server
from rewards_report import medians, ratios, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = HERE.parent / "target" / "peers"
REQUIREMENTS = HERE / "rewards_requirements.txt"
TASKS = 264  # of their split; the load's 64 are among them
THREADS = 8
IN_FLIGHT = {"unary": 128, "stream": 128, "websocket": 128, "http": 128, "batch": 8}


class Way(NamedTuple):
    """How a server is asked."""
    server: str
    way: str
    profile: str


PEERS = [Way(server, way, "reference") for server, ways in {
    "openenv": ("websocket", "http"),
    "openenv threads": ("websocket",),
    "grpcio aio": ("unary", "batch", "stream"),
    "grpcio threads": ("unary", "batch", "stream"),
}.items() for way in ways]
OURS = [Way("plumbline", way, profile)
        for profile in ("reference", "strict") for way in ("unary", "batch", "stream")]


def install():
    """The peers in an environment of their own, and the contract's messages for Python."""
    python = WORK / "venv" / "bin" / "python"
    done = WORK / "installed.txt"
    wanted = f"{platform.python_version()}\n{REQUIREMENTS.read_text(encoding='utf-8')}"
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        print(f"installing the peers into {WORK.relative_to(ROOT)}", file=sys.stderr)
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", REQUIREMENTS], check=True)
        done.write_text(wanted, encoding="utf-8")
    proto = ROOT / "proto"
    messages = WORK / "messages"
    messages.mkdir(exist_ok=True)
    subprocess.run([python, "-m", "grpc_tools.protoc", f"-I{proto}", f"--python_out={messages}",
                    f"--grpc_python_out={messages}", *proto.glob("plumbline/env/v1/*.proto")],
                   check=True)
    return python, {"PYTHONPATH": str(messages)}


def start(options):
    """All servers by name, and the client."""
    python, environment = install()
    tasks = WORK / "tasks.jsonl"
    with tasks.open("w", encoding="utf-8") as lines:
        subprocess.run([*options.plumbline, "tasks", "--split", "stress_train", "--count",
                        str(TASKS)], check=True, stdout=lines)
    with tasks.open(encoding="utf-8") as lines:
        checked = check_grader(options.plumbline, itertools.islice(lines, 20))
    print(f"the grader in Python agrees on {checked} whole and damaged tables")
    commands = {
        "openenv": [python, HERE / "openenv_server.py", tasks],
        "openenv threads": [python, HERE / "openenv_server.py", tasks, "--threads"],
        "grpcio aio": [python, HERE / "grpc_server.py", tasks],
        "grpcio threads": [python, HERE / "grpc_server.py", tasks, "--threads", THREADS],
    }
    servers = {name: Server(name, options.processes, command, WORK, environment)
               for name, command in commands.items()}
    servers["plumbline"] = Server("plumbline", 1, [*options.plumbline, "serve", "--port", 0], WORK)
    # A server of several threads: as many connections as the others have processes.
    servers["plumbline"].ports *= options.processes
    client = LoadClient("client", [*options.plumbline, "load", "--orders"], WORK / "client.log")
    return servers, client


def check_grades(servers, client):
    """Fails unless every process of every peer grades every table as Plumbline does."""
    def grades(way, port):
        return client.ask("grades", port, way.way, way.profile)

    wanted = grades(OURS[0], servers["plumbline"].ports[0])
    for way in PEERS:
        for port in servers[way.server].ports:
            for number, (ours, theirs) in enumerate(zip(wanted, grades(way, port), strict=True)):
                if ours != theirs:
                    raise SystemExit(f"{way.server}, {way.way}: table {number} is {theirs}, "
                                     f"but {ours} by Plumbline")
    rewards = sorted(grade["reward"] for grade in wanted)
    print(f"all servers agree on {len(wanted)} tables: rewards {rewards[0]} to {rewards[-1]}, "
          f"{len(set(rewards))} different")


def measure(way, server, client, seconds):
    """One round."""
    before = server.cpu_seconds(), client.cpu_seconds()
    answer = client.ask("round", ",".join(map(str, server.ports)), way.way, way.profile,
                        IN_FLIGHT[way.way], round(seconds * 1000))
    server_cpu, client_cpu = server.cpu_seconds() - before[0], client.cpu_seconds() - before[1]
    rewards = answer["rewards"]
    return {
        "rewards_per_second": rewards / answer["seconds"],
        "server_cpu_us": 1e6 * server_cpu / rewards,
        "client_cpu_us": 1e6 * client_cpu / rewards,
        "server_cores": server_cpu / answer["seconds"],
        "p50_ms": answer["p50_ms"],
        "p99_ms": answer["p99_ms"],
    }


def measure_all(options, servers, client):
    """The rounds of each way; peers and ours take turns."""
    turns = [way for pair in zip(PEERS, itertools.cycle(OURS)) for way in pair]
    rounds = {way: [] for way in PEERS + OURS}
    for way in rounds:
        measure(way, servers[way.server], client, options.warm_up)
    for number in range(options.rounds):
        for way in turns:
            rounds[way].append(measure(way, servers[way.server], client, options.seconds))
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
    return rounds


def memory(server, client, episodes):
    """Mebibytes resident, and those that 1,000 open episodes add."""
    before = server.resident_bytes()
    way = "websocket" if server.name.startswith("openenv") else "unary"
    client.ask("open", ",".join(map(str, server.ports)), way, episodes)
    time.sleep(1)  # the sockets' buffers are filled by then
    after = server.resident_bytes()
    client.ask("close")
    return {"resident_mib": before / 2**20,
            "per_1000_episodes_mib": (after - before) / 2**20 * 1000 / episodes}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="of each way (default: 5)")
    parser.add_argument("--seconds", type=float, default=2, help="of a round (default: 2)")
    parser.add_argument("--warm-up", type=float, default=4, help="seconds of each way (default: 4)")
    parser.add_argument("--episodes", type=int, default=1000, help="to hold open (default: 1000)")
    parser.add_argument("--processes", type=int, default=os.cpu_count(),
                        help="of each Python server (default: one for each processor)")
    parser.add_argument("--plumbline", nargs="+", default=[str(ROOT / "plumbline")],
                        help="the command (default: this checkout's)")
    parser.add_argument("--smoke", action="store_true", help="everything for an instant")
    parser.add_argument("--json", type=Path, help="also writes the figures there")
    options = parser.parse_args()
    if options.smoke:
        options.rounds, options.seconds, options.warm_up, options.episodes = 1, 0.2, 0.2, 64
    least = {"rounds": 1, "seconds": 0.1, "warm_up": 0.1, "episodes": 1, "processes": 1}
    for name, minimum in least.items():
        value = getattr(options, name)
        if value < minimum:
            parser.error(f"--{name.replace('_', '-')}: {value} (expected: {minimum} or more)")
    if options.json and not options.json.absolute().parent.is_dir():
        parser.error(f"--json: no folder {options.json.absolute().parent}")
    return options


def main():
    options = parse_options()
    servers, client = start(options)
    check_grades(servers, client)
    rows = medians(measure_all(options, servers, client))
    held = {name: memory(server, client, options.episodes) for name, server in servers.items()}
    report = {
        "settings": {name: getattr(options, name) for name in (
            "rounds", "seconds", "warm_up", "episodes", "processes")},
        "in_flight": IN_FLIGHT, "threads": THREADS, "python": platform.python_version(),
        "processors": os.cpu_count(),
        "requirements": [line for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()
                         if not line.startswith("#")],
        "ways": rows, "memory": held, "ratios": ratios(rows),
    }
    if options.json:
        options.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(table(report))


if __name__ == "__main__":
    main()
