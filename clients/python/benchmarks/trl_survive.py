"""Kills server and trainer during TRL's example; what was graded has to be what it is without.

    python benchmarks/trl_survive.py [--steps 12] [--trainer-kills 2]

Trains twice on the same handles: once left alone, once with the server killed every few seconds
and the trainer now and then. Both servers keep a journal. Fails unless the journals hold the same
steps, none missing and none more, and the reward curves are the same. Wants `trl`.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from plumbline_client import LocalServer

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "trl_grpo.py"
SERVER_LIVES = (3.0, 8.0)  # seconds
TRAINER_LIVES = (4.0, 8.0)  # seconds after its first new checkpoint


def trainer(out: Path, target: str, steps: int) -> subprocess.Popen[bytes]:
    log = (out / "log").open("ab")
    command: list[str | Path] = [
        sys.executable,
        EXAMPLE,
        "--out",
        out,
        "--server",
        target,
        "--steps",
        str(steps),
    ]
    return subprocess.Popen(command, stdout=log, stderr=log)


def finish(process: subprocess.Popen[bytes], out: Path) -> None:
    if process.wait() != 0:
        raise SystemExit(f"the trainer failed; its log is {out / 'log'}")


def checkpoints(out: Path) -> int:
    return max((int(each.name[11:]) for each in out.glob("checkpoint-*")), default=0)


def kill_servers(server: LocalServer, over: threading.Event, kills: list[float]) -> None:
    while not over.wait(random.uniform(*SERVER_LIVES)):
        server.kill()
        kills.append(time.monotonic())
        server.start()


def kill_trainers(out: Path, target: str, steps: int, kills: int) -> int:
    """Trains to the end through this many kills; returns how many there were."""
    done = 0
    while done < kills:
        begin = checkpoints(out)
        process = trainer(out, target, steps)
        while process.poll() is None and checkpoints(out) == begin:
            time.sleep(0.05)
        try:
            process.wait(random.uniform(*TRAINER_LIVES))
            finish(process, out)
            return done  # it was quicker
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            done += 1
    finish(trainer(out, target, steps), out)
    return done


def journal(plumbline: str, folder: Path) -> tuple[set[str], int]:
    """Steps that were recorded, and how many records there are of them."""

    def ask(query: str) -> list[str]:
        command: list[str | Path] = [plumbline, "episodes", folder, "--sql", query]
        answer = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        return answer.stdout.split()

    return set(ask("SELECT hex(step_id) AS id FROM steps")[1:]), int(
        ask("SELECT count(*) AS n FROM records")[-1]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--trainer-kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the kills")
    parser.add_argument("--keep", type=Path, help="folder for logs and journals (default: none)")
    options = parser.parse_args()
    random.seed(options.seed)
    folder = options.keep or Path(tempfile.mkdtemp(prefix="plumbline-survive-"))
    alone, killed = folder / "alone", folder / "killed"
    for each in (alone, killed):
        each.mkdir(parents=True)

    def server(out: Path) -> LocalServer:
        recorded = ["--journal", str(out / "journal"), "--journal-mode", "sync"]
        return LocalServer(arguments=recorded, handle_key_file=folder / "keys")

    with server(alone) as left:
        finish(trainer(alone, left.target, options.steps), alone)
        plumbline = left.launcher
    shutil.copytree(alone / "tasks", killed / "tasks")
    kills: list[float] = []
    with server(killed) as often:
        over = threading.Event()
        killer = threading.Thread(target=kill_servers, args=[often, over, kills])
        killer.start()
        try:
            trainers = kill_trainers(killed, often.target, options.steps, options.trainer_kills)
        finally:
            over.set()
            killer.join()

    wanted, _ = journal(plumbline, alone / "journal")
    steps, records = journal(plumbline, killed / "journal")
    curves = [(each / "curve.csv").read_text(encoding="utf-8") for each in (alone, killed)]
    print(
        f"left alone: {len(wanted)} steps; {len(kills)} kills of the server and {trainers} of the"
        f" trainer: {len(steps)} steps, {records - len(steps)} of them recorded again;"
        f" lost {len(wanted - steps)}, more {len(steps - wanted)};"
        f" curves {'equal' if curves[0] == curves[1] else 'DIFFER'}"
    )
    if not options.keep:
        shutil.rmtree(folder)
    sys.exit(0 if steps == wanted and curves[0] == curves[1] and kills and trainers else 1)


if __name__ == "__main__":
    main()
