"""TRL's GRPOTrainer on Plumbline's rewards: a tiny model with random weights, on the CPU.

    python examples/trl_grpo.py --out run [--server 127.0.0.1:50051]

Without --server it starts one of its own. The model's tokens are whole lines of its few tasks, so
that there is something to learn within a minute: which lines to keep. `curve.csv` in the folder has
the reward and every dimension by step. Run again after it was killed, it goes on from its last
checkpoint with the steps that it would have taken.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ.update(HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", TOKENIZERS_PARALLELISM="false")

import tokenizers
import torch
import transformers
import trl
from datasets import Dataset, load_from_disk
from transformers.trainer_utils import get_last_checkpoint

from plumbline_client import Client, LocalServer
from plumbline_client.trl import Tasks

TASKS = 4
GROUP = 8
LINES = 24  # most tokens, which are lines, of a completion
SEED = 7


def line_tokenizer(texts: list[str]) -> transformers.PreTrainedTokenizerFast:
    """Every line of the texts is a token."""
    lines = sorted({line for text in texts for line in text.splitlines(keepends=True)})
    words = {word: number for number, word in enumerate(["<pad>", "<end>", "<other>", *lines])}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="<other>"))
    line = tokenizers.Regex("[^\n]*\n")
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Split(line, "isolated")
    tokenizer.decoder = tokenizers.decoders.Fuse()
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<pad>",
        eos_token="<end>",
        unk_token="<other>",
        padding_side="left",
    )


def random_model(tokenizer: transformers.PreTrainedTokenizerFast) -> transformers.PreTrainedModel:
    torch.manual_seed(SEED)
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=256,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    return transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32)


class Curve(transformers.TrainerCallback):
    """Writes what TRL logs of rewards, a line a step."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def on_log(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        rows = [row for row in state.log_history if "reward" in row]
        if not rows:
            return
        figures = [name for name in rows[0] if name.startswith(("reward", "plumbline"))]
        names = ["step", *sorted(name for name in figures if not name.endswith("std"))]
        with self._file.open("w", encoding="utf-8", newline="") as out:
            lines = csv.DictWriter(out, names, extrasaction="ignore")
            lines.writeheader()
            lines.writerows(rows)


@contextlib.contextmanager
def client_of(target: str | None) -> Iterator[Client]:
    if target is not None:
        with Client(target) as client:
            yield client
    else:
        with LocalServer() as server, server.connect() as client:
            yield client


def episodes(tasks: Tasks, folder: Path) -> Dataset:
    """The same handles, whenever this is run: a step taken again is the same step."""
    if not folder.is_dir():
        tasks.dataset(TASKS).save_to_disk(str(folder))
    return load_from_disk(str(folder))


def train(
    client: Client,
    out: Path,
    steps: int,
    callbacks: Sequence[transformers.TrainerCallback] = (),
) -> list[dict[str, float]]:
    """Trains to the end, from the last checkpoint in `out` if there is one; returns TRL's log."""
    tasks = Tasks(client, "spreadsheet_clean", "train", group_size=GROUP, token_budget=LINES)
    dataset = episodes(tasks, out / "tasks")
    tokenizer = line_tokenizer([prompt + "\n" for prompt in dataset["prompt"]])
    config = trl.GRPOConfig(
        output_dir=str(out),
        use_cpu=True,
        bf16=False,
        seed=SEED,
        max_steps=steps,
        per_device_train_batch_size=TASKS * GROUP,
        num_generations=GROUP,
        max_completion_length=LINES,
        shuffle_dataset=False,  # a trainer that resumes would shuffle anew
        reward_weights=tasks.reward_weights,
        learning_rate=1e-2,
        lr_scheduler_type="constant",
        logging_steps=1,
        save_steps=3,
        save_total_limit=2,
        report_to=[],
        disable_tqdm=True,
    )
    trainer = trl.GRPOTrainer(
        model=random_model(tokenizer),
        reward_funcs=tasks.reward_funcs(tokenizer),
        args=config,
        train_dataset=dataset,
        processing_class=tokenizer,
        callbacks=[Curve(out / "curve.csv"), *callbacks],
    )
    trainer.train(resume_from_checkpoint=get_last_checkpoint(str(out)))
    return [row for row in trainer.state.log_history if "reward" in row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder; made if it is not there")
    parser.add_argument("--server", help="host:port (default: one of its own)")
    parser.add_argument("--steps", type=int, default=30, help="(default: %(default)s)")
    options = parser.parse_args()
    torch.set_num_threads(1)  # one resumes in the very numbers
    options.out.mkdir(parents=True, exist_ok=True)
    with client_of(options.server) as client:
        log = train(client, options.out, options.steps)
    print(f"reward {log[0]['reward']:.3f} -> {log[-1]['reward']:.3f}: {options.out / 'curve.csv'}")


if __name__ == "__main__":
    main()
