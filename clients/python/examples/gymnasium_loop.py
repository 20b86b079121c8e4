"""Gymnasium's loop over eight episodes at a time; prints the mean reward of copying each table."""

import sys

import numpy as np

from plumbline_client import LocalServer
from plumbline_client.gymnasium import PlumblineVectorEnv

with LocalServer() as server, server.connect() as client:
    envs = PlumblineVectorEnv(client, "spreadsheet_clean", "train", num_envs=8, group_size=2)
    _, infos = envs.reset(seed=7)
    for update in range(5):
        documents = [task.observation.input for task in infos["task"]]  # your policy's
        prompts, rewards, terminated, truncated, infos = envs.step(documents)
        print(f"{update} reward {np.nanmean(rewards):.3f} terminated {terminated.mean():.2f}")
    envs.close()
sys.exit(0 if terminated.all() else 1)
