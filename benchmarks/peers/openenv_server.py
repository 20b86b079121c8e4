#!/usr/bin/env python3
"""An OpenEnv server whose environment grades tables; prints its port, ends when it is killed.

A session is reset to a task and then grades every output that it is stepped with. Over HTTP, where
OpenEnv makes an environment for each request, the action names the task.
"""

import socket
import sys

import uvicorn
from openenv.core.env_server import Action, Environment, Observation, State, create_fastapi_app

from table_grader import load_graders

MAX_SESSIONS = 100_000
BACKLOG = 2048


class Table(Action):
    output: str
    task_id: str = ""  # the session's, if it has one


class Graded(Observation):
    scores: dict[str, float] = {}  # metadata is not sent
    flags: list[str] = []


class TableEnvironment(Environment[Table, Graded, State]):
    SUPPORTS_CONCURRENT_SESSIONS = True
    graders = {}

    def __init__(self):
        super().__init__()
        self._task_id = ""

    # Steps and resets take microseconds and never block: as coroutines OpenEnv runs them at once,
    # otherwise each goes through a thread.
    async def reset_async(self, seed=None, episode_id=None, task_id=""):
        self._task_id = task_id
        return Graded()

    async def step_async(self, action, timeout_s=None):
        grade = self.graders[action.task_id or self._task_id].grade(action.output)
        return Graded(done=True, reward=grade.reward, scores=grade.scores, flags=grade.flags)

    def reset(self, seed=None, episode_id=None, task_id=""):
        raise NotImplementedError("reset_async is")

    def step(self, action, timeout_s=None):
        raise NotImplementedError("step_async is")

    @property
    def state(self):
        return State()


def main():
    TableEnvironment.graders = load_graders(sys.argv[1])
    app = create_fastapi_app(TableEnvironment, Table, Graded, max_concurrent_envs=MAX_SESSIONS)
    listening = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    config = uvicorn.Config(app, loop="uvloop", http="httptools", ws="websockets-sansio",
                            log_level="warning", access_log=False, ws_per_message_deflate=False,
                            ws_ping_interval=None, backlog=BACKLOG)
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
