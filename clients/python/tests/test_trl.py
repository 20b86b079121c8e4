"""The adapter for TRL, in TRL's own trainer."""

import csv
import importlib.util
import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

os.environ.update(HF_HUB_OFFLINE="1", CUDA_VISIBLE_DEVICES="", TOKENIZERS_PARALLELISM="false")
trl = pytest.importorskip("trl")

from plumbline_client import (
    Action,
    Client,
    LocalServer,
    PlumblineError,
    Status,
    StepResult,
)
from plumbline_client.trl import Tasks

SHEETS = "spreadsheet_clean"
EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "trl_grpo.py"


@pytest.fixture(scope="module")
def example() -> Any:
    spec = importlib.util.spec_from_file_location("trl_grpo", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["trl_grpo"] = module
    spec.loader.exec_module(module)
    return module


class Ends:
    """All of a tokenizer that rewards want to know."""

    eos_token_id = 1
    pad_token_id = 0


def columns(tasks: Tasks, texts: list[str], ids: list[list[int]]) -> dict[str, Any]:
    row = tasks.dataset(1, seed=7)[0]
    return {
        "prompts": [row["prompt"]] * len(texts),
        "completions": texts,
        "completion_ids": ids,
        "task_id": [row["task_id"]] * len(texts),
        "handles": [row["handles"]] * len(texts),
    }


def test_composite_and_dimensions_are_one_batch_of_steps(client: Client) -> None:
    tasks = Tasks(client, SHEETS, "train", group_size=2, token_budget=9)
    table = client.sample_tasks(SHEETS, "train", seed=7)[0].observation.input
    batch = columns(tasks, [table, "prose"], [[5, 1], [5] * 9])
    logged: dict[str, float] = {}
    extra: dict[str, list[str]] = {}
    composite, *dimensions = tasks.reward_funcs(Ends())
    assert [each.__name__ for each in dimensions] == list(tasks.dimensions)
    assert len(tasks.reward_weights) == 1 + len(dimensions)
    rewards = composite(**batch, log_metric=logged.__setitem__, log_extra=extra.__setitem__)
    group = client.reset(SHEETS, split="train", seed=7, group_size=2, token_budget=9)
    one, two = (
        client.step(group.episodes[0].action(table, tokens=2)),
        client.step(group.episodes[1].action("prose", "length", 9)),
    )
    assert rewards == [one.reward, two.reward]
    for dimension in dimensions:
        name = dimension.__name__
        assert dimension(**batch) == [one.grade[name].value, two.grade[name].value]
    assert logged["plumbline/truncated"] == 0.5
    assert logged["plumbline/ungraded"] == 0
    assert len(set(extra["step_id"])) == 2


def test_a_chat_is_graded_by_its_last_message(client: Client) -> None:
    tasks = Tasks(client, SHEETS, "train", group_size=1)
    composite = tasks.reward_funcs(Ends())[0]
    table = client.sample_tasks(SHEETS, "train", seed=7)[0].observation.input
    chat: Any = [[{"role": "assistant", "content": table}]]
    assert composite(**columns(tasks, chat, [[1]])) == composite(**columns(tasks, [table], [[1]]))


def test_what_could_not_be_graded_is_none_in_every_function(client: Client) -> None:
    tasks = Tasks(client, SHEETS, "train", group_size=2)
    large = "x" * (client.catalogue().limits.max_action_bytes + 1)
    batch = columns(tasks, ["a,b", large], [[1], [1]])
    for function in tasks.reward_funcs(Ends()):
        graded, refused = function(**batch)
        assert graded is not None
        assert refused is None


def test_a_dimension_that_failed_leaves_no_reward_in_any_function(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No grader of the server fails on request: two results of it, one with a dimension taken out.
    tasks = Tasks(client, SHEETS, "train", group_size=2)
    batch = columns(tasks, ["a,b", "a,c"], [[1], [1]])

    def failing(actions: list[Action]) -> list[StepResult]:
        fine, broken = (client.step(action) for action in actions)
        first, *rest = broken.grade.dimensions
        failed = replace(first, value=None, status=Status.FAILED)
        grade = replace(broken.grade, dimensions=(failed, *rest))
        return [fine, replace(broken, reward=None, grade=grade)]

    monkeypatch.setattr(client, "step_batch", failing)
    for function in tasks.reward_funcs(Ends()):
        graded, failed = function(**batch)
        assert graded is not None
        assert failed is None


def test_expired_handles_are_replaced() -> None:
    with LocalServer(arguments=["--handle-ttl", "PT2S"]) as server, server.connect() as client:
        tasks = Tasks(client, SHEETS, "train", group_size=2)
        composite = tasks.reward_funcs(Ends())[0]
        batch = columns(tasks, ["a,b", "a,c"], [[1], [1]])
        old = Action(batch["handles"][0][0], "a,b")
        while not isinstance(client.step_batch([old])[0], PlumblineError):
            pass
        assert None not in composite(**batch)


def test_grpo_trains_through_a_restart_of_the_server(example: Any, tmp_path: Path) -> None:
    with LocalServer() as server, server.connect() as client:

        class Restart(example.transformers.TrainerCallback):  # type: ignore[misc]
            def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
                if state.global_step == 2:
                    server.kill()
                    threading.Thread(target=server.start).start()

        log = example.train(client, tmp_path, steps=4, callbacks=[Restart()])
    assert [row["step"] for row in log] == [1, 2, 3, 4]
    for row in log:
        assert 0 <= row["reward"] <= 1
        assert row["reward"] == pytest.approx(row["rewards/composite/mean"])
        assert row["plumbline/ungraded"] == 0
        assert 0 <= row["rewards/data_preservation/mean"] <= 1
    with (tmp_path / "curve.csv").open(encoding="utf-8", newline="") as lines:
        assert [float(line["reward"]) for line in csv.DictReader(lines)] == [
            row["reward"] for row in log
        ]


def test_grpo_grades_what_a_tool_hands_in(example: Any, client: Client, tmp_path: Path) -> None:
    import torch
    import transformers

    tokenizer = byte_tokenizer(transformers)
    tasks = Tasks(client, SHEETS, "train", group_size=2)
    document = "Quarter,Revenue\nQ1,1\n"
    call = json.dumps({"name": "submit", "arguments": {"document": document}})
    script = [f"<tool_call>\n{call}\n</tool_call><|im_end|>", "Done.<|im_end|>"]

    class Scripted(transformers.LlamaForCausalLM):  # type: ignore[misc]
        """Hands in the document in every first turn but that of the last completion."""

        def generate(self, input_ids: Any, **kwargs: Any) -> Any:
            first = "tool_response" not in tokenizer.decode(input_ids[0])
            turns = [script[0] if first else script[1]] * len(input_ids)
            if first:
                turns[-1] = script[1]
            rows = [tokenizer(turn)["input_ids"] for turn in turns]
            width = max(map(len, rows))
            padded = [row + [tokenizer.pad_token_id] * (width - len(row)) for row in rows]
            return torch.cat([input_ids, torch.tensor(padded)], dim=1)

    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=1,
        num_key_value_heads=1,
        max_position_embeddings=32768,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    dataset = tasks.dataset(1, prompt=lambda task: [{"role": "user", "content": "Clean it."}])
    trainer = trl.GRPOTrainer(
        model=Scripted(config),
        args=trl.GRPOConfig(
            output_dir=str(tmp_path),
            use_cpu=True,
            bf16=False,
            max_steps=1,
            per_device_train_batch_size=2,
            num_generations=2,
            max_completion_length=512,
            logging_steps=1,
            save_strategy="no",
            report_to=[],
            disable_tqdm=True,
        ),
        train_dataset=dataset,
        processing_class=tokenizer,
        environment_factory=tasks.environment_factory,
    )
    trainer.train()
    handle = dataset[0]["handles"][0]
    wanted = [client.step(Action(handle, text)).reward or 0.0 for text in (document, "")]
    row = next(row for row in trainer.state.log_history if "reward" in row)
    assert row["rewards/DocumentEnvironment/mean"] == pytest.approx(sum(wanted) / 2)
    assert row["tools/call_frequency"] == 0.5
    assert row["tools/failure_frequency"] == 0


def byte_tokenizer(transformers: Any) -> Any:
    """Every byte is a token; chats are Qwen's, whose tool calls TRL can read."""
    import tokenizers

    letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, []))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    wrapped = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<|endoftext|>",
        eos_token="<|im_end|>",
        padding_side="left",
    )
    template = Path(trl.__file__).parent / "chat_templates" / "qwen3.jinja"
    wrapped.chat_template = template.read_text(encoding="utf-8")
    return wrapped


def test_an_environment_takes_one_document_and_no_budget(client: Client) -> None:
    tasks = Tasks(client, SHEETS, "train", group_size=2)
    row = tasks.dataset(1, seed=7)[0]
    environment = tasks.environment_factory()
    environment.reset(**row)
    assert environment.submit("a,b") == "Taken."
    with pytest.raises(ValueError, match="document: handed in before"):
        environment.submit("a,c")
    taken = environment.get_reward()
    environment.reset(**row)
    assert environment.get_reward() == 0
    assert taken is not None
    budgeted = Tasks(client, SHEETS, "train", group_size=2, token_budget=9)
    with pytest.raises(ValueError, match="token_budget: 9"):
        budgeted.environment_factory()
