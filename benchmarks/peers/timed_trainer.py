"""TRL's GRPO trainer with a clock around its parts. The overridden methods are private to TRL and
may change with any version: see the pins in requirements.txt."""

import sys
import time
from contextlib import contextmanager

import torch
import trl
from transformers.trainer_callback import TrainerCallback

MINIBATCHES = 4


class Clock:
    """Seconds and tokens of each part of each update."""

    def __init__(self):
        self.updates = []

    def start_update(self):
        self.updates.append({"generation": 0.0, "log_probs": 0.0, "rewards": 0.0,
                             "preparation": 0.0, "steps": 0.0, "completion_tokens": 0,
                             "positions": 0, "began": time.perf_counter()})

    @contextmanager
    def part(self, name):
        began = time.perf_counter()
        try:
            yield
        finally:
            self.updates[-1][name] += time.perf_counter() - began

    def count(self, prompts, completions):
        completion_tokens = sum(map(len, completions))
        self.updates[-1]["completion_tokens"] += completion_tokens
        self.updates[-1]["positions"] += sum(map(len, prompts)) + completion_tokens


class StepTimes(TrainerCallback):
    """Times optimiser steps from the outside; the first of each four opens an update."""

    def __init__(self, clock):
        self.clock = clock
        self.began = 0.0  # of the current optimiser step, by the clock's counter

    def on_step_begin(self, args, state, control, **kwargs):
        if state.global_step % MINIBATCHES == 0:
            self.clock.start_update()
        self.began = time.perf_counter()

    def on_step_end(self, args, state, control, **kwargs):
        update = self.clock.updates[-1]
        now = time.perf_counter()
        update["steps"] += now - self.began
        update["seconds"] = now - update["began"]
        if state.global_step % MINIBATCHES == 0:
            print(f"update {len(self.clock.updates)}: {update['seconds']:.1f} s", file=sys.stderr)


class TimedGRPOTrainer(trl.GRPOTrainer):
    """TRL's trainer with a clock around its own parts; what it computes is unchanged."""

    def __init__(self, clock, completion_length, **kwargs):
        self.clock = clock
        self.completion_length = completion_length
        super().__init__(callbacks=[StepTimes(clock)], **kwargs)

    def _prepare_inputs(self, generation_batch):
        with self.clock.part("preparation"):
            return super()._prepare_inputs(generation_batch)

    def _generate_single_turn(self, prompt_ids, *args, **kwargs):
        with self.clock.part("generation"):
            completions, log_probs = super()._generate_single_turn(prompt_ids, *args, **kwargs)
        lengths = {len(completion) for completion in completions}
        if lengths != {self.completion_length}:
            raise SystemExit(f"completion lengths: {sorted(lengths)} "
                             f"(expected: {self.completion_length} each)")
        self.clock.count(prompt_ids, completions)
        return completions, log_probs

    def _calculate_rewards(self, *args, **kwargs):
        with self.clock.part("rewards"):
            return super()._calculate_rewards(*args, **kwargs)

    def _get_per_token_logps_and_entropies(self, *args, **kwargs):
        if torch.is_grad_enabled():
            return super()._get_per_token_logps_and_entropies(*args, **kwargs)
        with self.clock.part("log_probs"):
            return super()._get_per_token_logps_and_entropies(*args, **kwargs)
