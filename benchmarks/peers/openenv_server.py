#!/usr/bin/env python3
"""An OpenEnv server whose environment grades tables; prints its port, ends when it is killed.

A session is reset to a task and then grades every output that it is stepped with. Over HTTP, where
OpenEnv makes an environment for each request, the action names the task.
"""

import argparse
import socket

import uvicorn
from openenv.core.env_server import Action, Environment, Observation, State, create_fastapi_app

from table_grader import load_graders

MAX_SESSIONS = 100_000


class Table(Action):
    output: str
    task_id: str = ""  # the session's, if it has one


class Graded(Observation):
    scores: dict[str, float] = {}  # metadata is not sent
    flags: list[str] = []


class TableEnvironment(Environment[Table, Graded, State]):
    """As OpenEnv's own template has it: each reset and step goes through a thread."""
    SUPPORTS_CONCURRENT_SESSIONS = True
    graders = {}

    def __init__(self):
        super().__init__()
        self._task_id = ""

    def reset(self, seed=None, episode_id=None, task_id=""):
        self._task_id = task_id
        return Graded()

    def step(self, action, timeout_s=None):
        grade = self.graders[action.task_id or self._task_id].grade(action.output)
        return Graded(done=True, reward=grade.reward, scores=grade.scores, flags=grade.flags)

    @property
    def state(self):
        return State()


class PromptTableEnvironment(TableEnvironment):
    """Has coroutines of its own, which OpenEnv runs at once: grading takes microseconds."""

    async def reset_async(self, seed=None, episode_id=None, task_id=""):
        return self.reset(seed, episode_id, task_id)

    async def step_async(self, action, timeout_s=None):
        return self.step(action, timeout_s)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", help="what plumbline tasks printed")
    parser.add_argument("--threads", action="store_true", help="no coroutines")
    options = parser.parse_args()
    TableEnvironment.graders = load_graders(options.tasks)
    environment = TableEnvironment if options.threads else PromptTableEnvironment
    app = create_fastapi_app(environment, Table, Graded, max_concurrent_envs=MAX_SESSIONS)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, loop="uvloop", http="httptools", ws="websockets-sansio",
                            log_level="warning", access_log=False, ws_per_message_deflate=False,
                            ws_ping_interval=None, timeout_keep_alive=3600)
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
