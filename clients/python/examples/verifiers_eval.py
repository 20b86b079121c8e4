"""verifiers' evaluation over Plumbline's tasks; prints the reward and every dimension.

    python examples/verifiers_eval.py [--base-url URL --model NAME --key-var VARIABLE]

Without --base-url the policy is a script behind an endpoint of its own that answers each table with
the table. Both servers are local. Wants `verifiers` and `uv`, which starts its chat loop.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import verifiers.v1 as vf

from plumbline_client import LocalServer
from plumbline_client.verifiers import PlumblineTaskConfig, PlumblineTasksetConfig


class CopyingPolicy(http.server.BaseHTTPRequestHandler):
    """An OpenAI-compatible endpoint whose reply is the last part of the prompt, the document."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = request["messages"][-1]["content"]
        if not isinstance(prompt, str):
            prompt = "".join(part.get("text", "") for part in prompt)
        document = prompt[prompt.index("\n\n", prompt.index("\n- ")) + 2 :]
        words = len(document.split())
        begin: dict[str, Any] = {"role": "assistant", "content": document}
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for delta, finish, usage in (
            (begin, None, None),
            ({}, "stop", {"prompt_tokens": 0, "completion_tokens": words, "total_tokens": words}),
        ):
            chunk = {
                "id": "copy",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": request["model"],
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
                "usage": usage,
            }
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.write(b"data: [DONE]\n\n")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def copying_policy() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CopyingPolicy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()


async def evaluate(
    target: str, client: vf.EvalClientConfig, model: str, count: int
) -> list[vf.Trace]:
    """A rollout of each task, in a subprocess of this machine."""
    taskset = PlumblineTasksetConfig(
        id="plumbline-taskset", count=count, task=PlumblineTaskConfig(server=target)
    )
    config = vf.SingleAgentEnvConfig(
        taskset=taskset,
        agent=vf.AgentConfig(harness={"id": "null"}, runtime=vf.SubprocessConfig()),
    )
    env = vf.SingleAgentEnv(config)
    context = vf.ModelContext(model=model, client=client)
    async with env.serving():
        episodes = await asyncio.gather(*(env.run_episode(task, context) for task in env.taskset))
    return [trace for episode in episodes for trace in episode.traces]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-url", help="OpenAI-compatible (default: a script's)")
    parser.add_argument("--model", default="copy")
    parser.add_argument("--key-var", default="OPENAI_API_KEY", help="where its key is")
    parser.add_argument("--count", type=int, default=4, help="tasks (default: %(default)s)")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(LocalServer())
        url = options.base_url or stack.enter_context(copying_policy())
        client = vf.EvalClientConfig(base_url=url, api_key_var=options.key_var)
        traces = asyncio.run(evaluate(server.target, client, options.model, options.count))
    for trace in traces:
        dimensions = {name: round(value, 3) for name, value in trace.metrics.items()}
        print(trace.task.data.id, round(trace.reward, 3), dimensions, trace.errors or "")


if __name__ == "__main__":
    main()
