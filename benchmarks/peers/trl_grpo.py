#!/usr/bin/env python3
"""Times TRL's GRPO trainer on the shape of Plumbline's embedded policy, CPU only, float32.

One update is what Plumbline's trainer does in one: sample groups x group-size completions, score
them, take their log-probabilities under the old and the reference policy, then four optimiser
steps, one for each quarter of the completions. See README.md beside this file.
"""

import argparse
import json
import os
import platform
import resource
import sys
import tempfile
import warnings
from pathlib import Path

# Read by the libraries when they are imported: no network, no GPU.
os.environ.update(
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    CUDA_VISIBLE_DEVICES="",
    TOKENIZERS_PARALLELISM="false",
)

import accelerate
import peft
import torch
import transformers
import trl
from datasets import Dataset
from transformers.trainer_callback import PrinterCallback

from matmul import matmul_gflops
from policy_inputs import load_model, load_prompts, load_tokenizer
from timed_trainer import MINIBATCHES, Clock, TimedGRPOTrainer

LORA_RANK = 16
LORA_ALPHA = 32
LORA_TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
SEED = 7


def even_share(completion_ids, **kwargs):
    """A reward that costs nothing and differs within a group: the share of even token ids."""
    return [sum(token % 2 == 0 for token in ids) / len(ids) for ids in completion_ids]


def train(options, model, tokenizer, prompts, output_dir):
    """Runs the updates and returns the clock and what TRL logged at each optimiser step."""
    clock = Clock()
    sequences = options.groups * options.group_size
    config = trl.GRPOConfig(
        output_dir=output_dir,
        use_cpu=True, bf16=False, activation_checkpointing=False, seed=SEED,
        max_steps=MINIBATCHES * options.updates,
        per_device_train_batch_size=options.micro_batch,
        steps_per_generation=sequences // options.micro_batch,
        gradient_accumulation_steps=sequences // MINIBATCHES // options.micro_batch,
        num_iterations=1,
        num_generations=options.group_size,
        max_completion_length=options.completion_tokens,
        generation_kwargs={"min_new_tokens": options.completion_tokens},
        temperature=1.0, top_p=1.0, top_k=0,
        cache_implementation="static" if options.cache == "static" else None,
        beta=0.02, epsilon=0.2, epsilon_high=0.28, scale_rewards="batch", learning_rate=6e-4,
        logging_steps=1, save_strategy="no", report_to=[], disable_tqdm=True)
    trainer = TimedGRPOTrainer(
        clock, options.completion_tokens,
        model=model, reward_funcs=even_share, args=config, processing_class=tokenizer,
        train_dataset=Dataset.from_dict({"prompt": prompts}),
        peft_config=peft.LoraConfig(r=LORA_RANK, lora_alpha=LORA_ALPHA, lora_dropout=0.0,
                                    target_modules=LORA_TARGETS, task_type="CAUSAL_LM"))
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return clock, [entry for entry in trainer.state.log_history if "grad_norm" in entry]


def update_report(update, first_step, last_step):
    """One update's seconds by part. What is left of the steps without their data is optimisation:
    forward and backward passes, clipping and Adam, four times."""
    return {
        "seconds": update["seconds"],
        "generation_seconds": update["generation"],
        "reward_seconds": update["rewards"],
        "log_prob_seconds": update["log_probs"],
        "optimisation_seconds": update["steps"] - update["preparation"],
        "completion_tokens": update["completion_tokens"],
        "positions": update["positions"],
        "reward": float(first_step["reward"]),
        "kl_at_last_step": float(last_step["kl"]),
        "grad_norm_at_last_step": float(last_step["grad_norm"]),
    }


def rates(updates):
    """Of every update but the first, which also warms up; of that one where it is alone."""
    timed = updates[1:] or updates

    def total(key):
        return sum(update[key] for update in timed)

    return {
        "sampled_tokens_per_second": total("completion_tokens") / total("generation_seconds"),
        "trained_completion_tokens_per_second":
            total("completion_tokens") / total("optimisation_seconds"),
        "trained_positions_per_second": total("positions") / total("optimisation_seconds"),
        "seconds_per_update": total("seconds") / len(timed),
    }


def versions():
    return {"python": platform.python_version(), "torch": torch.__version__,
            "transformers": transformers.__version__, "peft": peft.__version__,
            "trl": trl.__version__, "accelerate": accelerate.__version__}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, help="Hugging Face folder (default: random weights)")
    parser.add_argument("--prompts", type=Path, help="JSONL with \"prompt\" or \"input\"; wants "
                        "--model, for its tokenizer (default: random prompts)")
    parser.add_argument("--groups", type=int, default=16)
    parser.add_argument("--group-size", type=int, default=8)
    parser.add_argument("--prompt-tokens", type=int, default=404, help="of random prompts")
    parser.add_argument("--completion-tokens", type=int, default=380)
    parser.add_argument("--micro-batch", type=int, default=8, help="sequences in one pass")
    parser.add_argument("--cache", choices=("static", "dynamic"), default="static",
                        help="keys and values while sampling; TRL's own default is dynamic")
    parser.add_argument("--updates", type=int, default=3, help="the first one is not counted")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, help="the report, JSON")
    options = parser.parse_args()
    least = {"groups": 1, "group_size": 2, "prompt_tokens": 1, "completion_tokens": 1,
             "micro_batch": 1, "updates": 1, "threads": 1}
    for name, minimum in least.items():
        value = getattr(options, name)
        if value < minimum:
            parser.error(f"--{name.replace('_', '-')}: {value} (expected: {minimum} or more)")
    sequences = options.groups * options.group_size
    if sequences % MINIBATCHES:
        parser.error(f"--groups x --group-size: {sequences} "
                     f"(expected: a multiple of {MINIBATCHES}, the minibatches of an update)")
    if sequences // MINIBATCHES % options.micro_batch:
        parser.error(f"--micro-batch: {options.micro_batch} "
                     f"(expected: a divisor of {sequences // MINIBATCHES}, a minibatch)")
    if options.model and not (options.model / "config.json").is_file():
        parser.error(f"--model: no config.json in {options.model}")
    if options.prompts and not options.model:
        parser.error("--prompts: wants --model, whose tokenizer reads them")
    if options.prompts and not (options.model / "tokenizer.json").is_file():
        parser.error(f"--model: no tokenizer.json in {options.model}")
    if options.prompts and not options.prompts.is_file():
        parser.error(f"--prompts: no file {options.prompts}")
    if not options.out.absolute().parent.is_dir():
        parser.error(f"--out: no folder {options.out.absolute().parent}")
    return options


def main():
    options = parse_options()
    transformers.utils.logging.disable_progress_bar()
    warnings.simplefilter("ignore", FutureWarning)  # what TRL and PEFT call in transformers
    model = load_model(options, SEED)
    config = model.config
    tokenizer = load_tokenizer(options, config)
    prompts = load_prompts(options, config, SEED)
    if len(prompts) < options.groups:
        raise SystemExit(f"--prompts: {len(prompts)} lines (expected: {options.groups} or more, "
                         "one for each group)")
    prompt_tokens = max(map(len, tokenizer(prompts)["input_ids"]))
    context = prompt_tokens + options.completion_tokens
    if context > config.max_position_embeddings:
        raise SystemExit(f"prompt and completion tokens: {context} "
                         f"(expected: at most {config.max_position_embeddings}, the model's)")

    rows = {"training pass": options.micro_batch * context,
            "decoding step": options.groups * options.group_size}
    gflops = matmul_gflops(config, rows, sorted({1, 2, options.threads}))
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as output_dir:
        clock, logs = train(options, model, tokenizer, prompts, output_dir)
    updates = [update_report(update, *steps)
               for update, *steps in zip(clock.updates, logs[::MINIBATCHES],
                                         logs[MINIBATCHES - 1::MINIBATCHES], strict=True)]

    report = {
        "settings": {
            "weights": "folder" if options.model else "random",
            "prompts": "file" if options.prompts else "random",
            "longest_prompt_tokens": prompt_tokens,
            **{name: getattr(options, name) for name in (
                "groups", "group_size", "completion_tokens", "micro_batch", "cache", "updates",
                "threads")},
            "minibatches": MINIBATCHES, "lora_rank": LORA_RANK, "dtype": "float32"},
        "model": {
            **{name: getattr(config, name) for name in (
                "model_type", "hidden_size", "num_hidden_layers", "num_attention_heads",
                "num_key_value_heads", "intermediate_size", "vocab_size", "tie_word_embeddings")},
            "trained_parameters": sum(p.numel() for p in model.parameters() if p.requires_grad),
            "parameters": sum(p.numel() for p in model.parameters())},
        "versions": versions(),
        **rates(updates),
        "peak_rss_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "matmul_gflops": gflops,
        "per_update": updates,
    }
    options.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    json.dump(rates(updates), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
