#!/usr/bin/env python3
"""Records what TRL and verl compute for small random rollouts, to compare the Java objectives with.

    record_objectives.py --verl FOLDER --out FILE

Versions it was run with: torch 2.7.1, transformers 5.23.0, trl 1.16.0, peft 0.21.2, numpy 2.4.6
(pip install each), and verl 0.9.1. Of verl, FOLDER needs only verl/trainer/ppo/core_algos.py and
verl/utils/torch_functional.py, unpacked from its wheel (pip download verl --no-deps): their
functions are taken out of the files one by one, since importing verl needs ray and more. CPU alone,
one thread, no network.

GRPO goes through TRL's own GRPOTrainer over a random Llama: rewards become advantages in its
_generate_and_score_completions (only the drawing of tokens is replaced), and losses come from its
_compute_loss. The policies that sampled and that anchor are the model's log-probabilities plus noise.
"""

import argparse
import ast
import json
import os
import tempfile
import types
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TRANSFORMERS_OFFLINE="1",
                  CUDA_VISIBLE_DEVICES="", TRL_EXPERIMENTAL_SILENCE="1")

import numpy as np
import torch
from datasets import Dataset
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import GRPOConfig, GRPOTrainer
from trl.experimental.orpo import ORPOTrainer

VOCABULARY = 24
PROMPTS, GROUP, LONGEST = 2, 4, 6
CLIP_LOW, CLIP_HIGH, BETA = 0.2, 0.28, 0.1


def rounded(values):
    """Nine digits bring a float32 back exactly."""
    if isinstance(values, torch.Tensor):
        values = values.tolist()
    if isinstance(values, list):
        return [rounded(value) for value in values]
    return float(f"{values:.9g}")


def tokenizer():
    words = Tokenizer(models.WordLevel({f"w{i}": i for i in range(VOCABULARY)}, unk_token="w3"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=words, pad_token="w0", bos_token="w1",
                                   eos_token="w2", unk_token="w3")


def model():
    torch.manual_seed(3)
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=16, intermediate_size=24, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=64, pad_token_id=0, bos_token_id=1,
        eos_token_id=2, initializer_range=0.5))


class Rollouts(GRPOTrainer):
    """TRL's trainer with tokens that were drawn before, and log-probabilities set by hand."""

    def _generate(self, prompts):
        return ([[1, 4, 5]] * len(prompts), self.drawn, None, [""] * len(prompts), None, {}, None,
                None)

    def _get_per_token_logps_and_entropies(self, *args, **kwargs):
        self.seen = super()._get_per_token_logps_and_entropies(*args, **kwargs)
        return self.seen


def grpo(loss_type, scale, drawn, rewards, noise):
    with tempfile.TemporaryDirectory() as folder:
        model().save_pretrained(f"{folder}/model")  # from where the trainer takes its reference too
        trainer = Rollouts(
            model=f"{folder}/model", processing_class=tokenizer(),
            reward_funcs=lambda prompts, **_: rewards,
            train_dataset=Dataset.from_list([{"prompt": "w1 w4 w5"}] * PROMPTS * GROUP),
            args=GRPOConfig(
                output_dir=folder, loss_type=loss_type, scale_rewards=scale, beta=BETA,
                epsilon=CLIP_LOW, epsilon_high=CLIP_HIGH, num_generations=GROUP,
                per_device_train_batch_size=PROMPTS * GROUP, max_completion_length=LONGEST + 2,
                num_iterations=2, use_cpu=True, bf16=False, report_to=[],
                use_bias_correction_kl=True))
        trainer.drawn = drawn
        trainer.model.train()
        trainer.current_gradient_accumulation_steps = 1
        batch = trainer._generate_and_score_completions(
            [{"prompt": "w1 w4 w5"} for _ in range(PROMPTS * GROUP)])
        batch["old_per_token_logps"] = batch["old_per_token_logps"] + noise[0]
        batch["ref_per_token_logps"] = batch["ref_per_token_logps"] + noise[1]
        loss = trainer._compute_loss(trainer.model, batch)
        metrics = {name: values[-1] for name, values in trainer._metrics["train"].items()}
    return {
        "loss_type": loss_type, "scale_rewards": scale,
        "log_probs": rounded(trainer.seen[0].detach()),
        "old_log_probs": rounded(batch["old_per_token_logps"]),
        "ref_log_probs": rounded(batch["ref_per_token_logps"]),
        "advantages": rounded(batch["advantages"]), "loss": rounded(loss.item()),
        "ratio_k3": rounded(metrics["kl"]),
        "clip_share": rounded(metrics["clip_ratio/region_mean"])}


def functions(path, names, others):
    """Functions and classes of a file, without their decorators."""
    space = {"torch": torch, "np": np, "Optional": None, "Any": None, **others}
    for node in ast.parse(path.read_text()).body:
        if getattr(node, "name", None) in names:
            node.decorator_list = []
            if isinstance(node, ast.FunctionDef):
                for argument in node.args.args + node.args.kwonlyargs:
                    argument.annotation = None
                node.returns = None
            exec(compile(ast.Module([node], []), str(path), "exec"), space)
    return types.SimpleNamespace(**space)


def verl(folder, mask, old, now, ref, rng):
    torch_functional = functions(
        folder / "verl/utils/torch_functional.py",
        {"masked_sum", "masked_mean", "masked_var", "masked_whiten", "clip_by_value"}, {})
    core = functions(
        folder / "verl/trainer/ppo/core_algos.py",
        {"AdaptiveKLController", "agg_loss", "compute_gae_advantage_return", "compute_value_loss",
         "compute_policy_loss_vanilla", "kl_penalty_forward", "compute_rloo_outcome_advantage"},
        {"verl_F": torch_functional, "defaultdict": __import__("collections").defaultdict,
         "AlgoConfig": type("AlgoConfig", (), {})})
    rewards = torch.zeros_like(mask)
    last = mask.sum(1).long() - 1
    rewards[torch.arange(len(mask)), last] = torch.tensor(rng.uniform(0, 1, len(mask))).float()
    values = torch.tensor(rng.normal(0.4, 0.3, mask.shape)).float() * mask
    predicted = values + torch.tensor(rng.normal(0, 0.3, mask.shape)).float() * mask
    advantages, returns = core.compute_gae_advantage_return(rewards, values, mask, 0.98, 0.9)
    value_loss, _ = core.compute_value_loss(predicted, returns, values, mask, 0.2)

    class Config(dict):
        clip_ratio, clip_ratio_low, clip_ratio_high = CLIP_LOW, CLIP_LOW, CLIP_HIGH
        global_batch_info = {}
    config = Config(clip_ratio_c=1e9)  # no second clip
    losses = {mode: rounded(core.compute_policy_loss_vanilla(
        old, now, advantages, mask, mode, config)[0].item())
        for mode in ("token-mean", "seq-mean-token-mean", "seq-mean-token-sum-norm")}
    controller = core.AdaptiveKLController(0.02, 0.01, 10)
    coefficients = []
    kls = [0.03, 0.0101, 0.002, 0.0095]
    for kl in kls:
        controller.update(kl, 1)
        coefficients.append(controller.value)
    outcome = torch.zeros_like(mask)
    outcome[:, 0] = torch.tensor(rng.uniform(0, 1, len(mask))).float()
    rloo, _ = core.compute_rloo_outcome_advantage(
        outcome, mask, np.repeat(np.arange(PROMPTS), GROUP))
    return {
        "gamma": 0.98, "lambda": 0.9, "value_clip": 0.2, "rewards": rounded(rewards),
        "values": rounded(values), "predicted": rounded(predicted),
        "advantages": rounded(advantages * mask), "returns": rounded(returns * mask),
        "value_loss": rounded(value_loss.item()), "policy_losses": losses,
        "kl": {name: rounded(core.kl_penalty_forward(now, ref, name) * mask)
               for name in ("k1", "k2", "k3")},
        "adaptive": {"kl": kls, "coefficients": coefficients},
        "rloo": {"rewards": rounded(outcome[:, 0]), "advantages": rounded(rloo[:, 0])}}


def orpo(rng):
    chosen = torch.tensor(rng.uniform(-2, -0.05, 5)).float()
    rejected = torch.tensor(rng.uniform(-2, -0.05, 5)).float()
    trainer = types.SimpleNamespace(
        beta=0.3, accelerator=types.SimpleNamespace(device="cpu"))
    losses = ORPOTrainer.odds_ratio_loss(trainer, chosen, rejected)
    return {"beta": 0.3, "chosen": rounded(chosen), "rejected": rounded(rejected),
            "odds_loss": rounded(-losses[0])}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verl", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(5)
    lengths = [6, 2, 5, 1, 3, 6, 4, 2]
    drawn = [rng.integers(3, VOCABULARY, length).tolist() for length in lengths]
    mask = torch.tensor([[1.0] * n + [0.0] * (LONGEST - n) for n in lengths])
    rewards = rng.uniform(0, 1, PROMPTS * GROUP).tolist()
    noise = torch.tensor(rng.normal(0, 0.3, (2, PROMPTS * GROUP, LONGEST))).float()
    cases = [grpo(*kind, drawn, rewards, noise)
             for kind in (("grpo", "group"), ("dr_grpo", "none"), ("bnpo", "batch"),
                          ("dapo", "group"))]
    now, old, ref = (torch.tensor(cases[0][name]) for name in
                     ("log_probs", "old_log_probs", "ref_log_probs"))
    record = {
        "clip_low": CLIP_LOW, "clip_high": CLIP_HIGH, "beta": BETA, "group": GROUP,
        "max_tokens": LONGEST + 2, "mask": rounded(mask), "rewards": rounded(rewards),
        "grpo": cases, "verl": verl(options.verl, mask, old, now, ref, rng), "orpo": orpo(rng)}
    options.out.write_text(json.dumps(record).replace("}, ", "},\n").replace("]], ", "]],\n") + "\n")


main()
