"""Draws a figure of several runs' metrics.jsonl, update by update, as SVG on standard output: a thin
line for each run, a thick one for the mean of the runs that share a label.

    python policy-trainer/tools/plot_runs.py --figure strict.data_preservation \
        grpo=RUN grpo=RUN ppo=RUN ppo=RUN > curves.svg

Needs Python alone.
"""

import argparse
import json
import pathlib

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 380, 224, 34, 34, 26, 60
COLOURS = ["#2563a8", "#c2571a", "#2e7d4f", "#7a3e9d"]


def series(run, figure):
    points = []
    with open(pathlib.Path(run) / "metrics.jsonl", encoding="utf-8") as lines:
        for line in lines:
            values = json.loads(line)
            value = values
            for name in figure.split("."):
                value = value.get(name, {}) if isinstance(value, dict) else {}
            if isinstance(value, (int, float)):
                points.append((values["update"], value))
    return points


def mean(runs):
    updates = sorted(set.intersection(*({update for update, _ in run} for run in runs)))
    found = [dict(run) for run in runs]
    return [(update, sum(run[update] for run in found) / len(found)) for update in updates]


def path(points, last):
    x = [LEFT + (WIDTH - LEFT - RIGHT) * update / last for update, _ in points]
    y = [TOP + (HEIGHT - TOP - BOTTOM) * (1 - value) for _, value in points]
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in zip(x, y)), y[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--figure", default="reward", help="such as strict.data_preservation")
    parser.add_argument("runs", nargs="+", metavar="LABEL=RUN")
    options = parser.parse_args()
    labels = {}
    for run in options.runs:
        label, _, folder = run.partition("=")
        labels.setdefault(label, []).append(series(folder, options.figure))
    last = max(update for runs in labels.values() for run in runs for update, _ in run)
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="760" '
          f'role="img"><title>{options.figure} by update</title><style>svg{{background:#fff}}'
          'text{font:10px sans-serif;fill:#5a606a}path{fill:none}</style>')
    print(f'<text x="{LEFT}" y="14">{options.figure} of training, by update</text>')
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)
        print(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e3e6ea"/>'
              f'<text x="{LEFT - 6}" y="{y + 3:.1f}" text-anchor="end">{share:g}</text>')
    for update in (0, last):
        x = LEFT + (WIDTH - LEFT - RIGHT) * update / last
        print(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{update}</text>')
    for (label, runs), colour in zip(labels.items(), COLOURS):
        for run in runs:
            print(f'<path d="{path(run, last)[0]}" stroke="{colour}" stroke-opacity=".3"/>')
        line, end = path(mean(runs), last)
        print(f'<path d="{line}" stroke="{colour}" stroke-width="2"/>'
              f'<text x="{WIDTH - RIGHT + 6}" y="{end + 3:.1f}" style="fill:{colour}">{label}</text>')
    print("</svg>")


main()
