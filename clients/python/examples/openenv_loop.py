"""OpenEnv's own client over five tasks; prints the reward of copying each table.

Wants `openenv`, and a server's URL: that of `plumbline serve --openenv-port 8000` where none is
given.
"""

import sys

from openenv.core import GenericEnvClient

url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
with GenericEnvClient(base_url=url).sync() as env:
    for seed in range(5):
        task = env.reset(environment="spreadsheet_clean", split="train", seed=seed)
        step = env.step({"action": task.observation["input"]})  # your policy's
        dimensions = {each["name"]: each["value"] for each in step.observation["dimensions"]}
        print(f"{task.observation['task_id']} reward {step.reward:.3f} {dimensions}")
