"""Writes src/test/resources/tensorboard: two metrics lines, and the event file that TensorBoard's own
writer makes of their figures; or, given --check FILE, prints the scalars that TensorBoard reads in
a run's event file.

    pip install tensorboard==2.21.0
    python policy-trainer/tools/write_events.py policy-trainer/src/test/resources/tensorboard
    python policy-trainer/tools/write_events.py --check RUN/events.out.tfevents.plumbline
"""

import json
import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

LINES = [
    {"update": 1, "time": 1700000000.25, "reward": 0.5, "strict": {"completeness": 1.0},
     "stop_hazard": [0.0, 0.5], "left_out": 3, "alarms": []},
    {"update": 200, "time": 1700000100.5, "reward": 0.1, "eval": {"stress": {"composite": -2.5e-7}},
     "stop_hazard": [], "left_out": 0, "alarms": ["one", "another"]},
]
SCALARS = [
    (1, 1700000000.25, [("reward", 0.5), ("strict/completeness", 1.0), ("left_out", 3.0),
                        ("alarms", 0.0)]),
    (200, 1700000100.5, [("reward", 0.1), ("eval/stress/composite", -2.5e-7), ("left_out", 0.0),
                         ("alarms", 2.0)]),
]


def write(folder):
    lines = "".join(json.dumps(line) + "\n" for line in LINES)
    (folder / "metrics.jsonl").write_text(lines, encoding="utf-8")
    with open(folder / "events.out.tfevents.fixture", "wb") as file:
        writer = RecordWriter(file)
        first = event_pb2.Event(wall_time=SCALARS[0][1], file_version="brain.Event:2")
        writer.write(first.SerializeToString())
        for step, time, values in SCALARS:
            summary = summary_pb2.Summary(
                value=[summary_pb2.Summary.Value(tag=tag, simple_value=v) for tag, v in values])
            event = event_pb2.Event(wall_time=time, step=step, summary=summary)
            writer.write(event.SerializeToString())
        writer.flush()


def check(file):
    events = EventAccumulator(str(file))
    events.Reload()
    for tag in events.Tags()["scalars"]:
        points = [(scalar.step, scalar.value) for scalar in events.Scalars(tag)]
        print(tag, len(points), points[:2])


if sys.argv[1] == "--check":
    check(pathlib.Path(sys.argv[2]))
else:
    write(pathlib.Path(sys.argv[1]))
