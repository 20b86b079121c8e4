#!/usr/bin/env python3
"""Plumbline's own contract by grpcio: reset, step, batch and stream, graded in Python.

Prints its port and ends when it is killed. It keeps to what grading needs: a handle is the task's
id, and nothing is signed, hashed or checked.
"""

import argparse
import asyncio
from concurrent import futures

import grpc
from plumbline.env.v1 import environment_service_pb2 as messages
from plumbline.env.v1 import environment_service_pb2_grpc as services
from plumbline.env.v1.grade_pb2 import DIMENSION_STATUS_ASSESSED, DimensionGrade, Flag, Grade

from table_grader import CAP, WEIGHTS, load_graders

OPTIONS = [("grpc.so_reuseport", 0), ("grpc.max_receive_message_length", 16 << 20)]


class Answers:
    """What is said to requests, however they come."""

    def __init__(self, graders):
        self._graders = graders

    def reset(self, request):
        handle = request.task_id.encode()
        return messages.ResetResponse(episodes=[
            messages.Episode(handle=handle, attempt=attempt)
            for attempt in range(max(1, request.group_size))])

    def step(self, request):
        grade = self._graders[request.handle.decode()].grade(request.action.decode())
        return messages.StepResponse(
            handle=request.handle, reward=grade.reward, terminated=True,
            grade=Grade(
                dimensions=[
                    DimensionGrade(name=name, value=value, weight=WEIGHTS[name],
                                   status=DIMENSION_STATUS_ASSESSED)
                    for name, value in grade.scores.items()],
                flags=[Flag(name=name, cap=CAP) for name in grade.flags], assessed_weight=1))

    def batch(self, request):
        return messages.StepBatchResponse(
            results=[messages.StepResult(response=self.step(step)) for step in request.steps])


class CoroutineService(services.EnvironmentServiceServicer):
    def __init__(self, answers):
        self._answers = answers

    async def Reset(self, request, context):
        return self._answers.reset(request)

    async def Step(self, request, context):
        return self._answers.step(request)

    async def StepBatch(self, request, context):
        return self._answers.batch(request)

    async def Rollout(self, requests, context):
        async for request in requests:
            yield messages.RolloutResponse(id=request.id, step=self._answers.step(request.step))


class ThreadService(services.EnvironmentServiceServicer):
    def __init__(self, answers):
        self._answers = answers

    def Reset(self, request, context):
        return self._answers.reset(request)

    def Step(self, request, context):
        return self._answers.step(request)

    def StepBatch(self, request, context):
        return self._answers.batch(request)

    def Rollout(self, requests, context):
        for request in requests:
            yield messages.RolloutResponse(id=request.id, step=self._answers.step(request.step))


def listen(server, service):
    services.add_EnvironmentServiceServicer_to_server(service, server)
    return server.add_insecure_port("127.0.0.1:0")


async def serve_by_coroutines(answers):
    server = grpc.aio.server(options=OPTIONS)
    port = listen(server, CoroutineService(answers))
    await server.start()
    print(port, flush=True)
    await server.wait_for_termination()


def serve_by_threads(answers, threads):
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=threads), options=OPTIONS)
    port = listen(server, ThreadService(answers))
    server.start()
    print(port, flush=True)
    server.wait_for_termination()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", help="what plumbline tasks printed")
    parser.add_argument("--threads", type=int, default=0, help="in a pool; 0 for coroutines")
    options = parser.parse_args()
    answers = Answers(load_graders(options.tasks))
    if options.threads:
        serve_by_threads(answers, options.threads)
    else:
        asyncio.run(serve_by_coroutines(answers))


if __name__ == "__main__":
    main()
