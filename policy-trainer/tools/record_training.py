#!/usr/bin/env python3
"""Records 50 steps of TRL's SFTTrainer and DPOTrainer on a tiny model, to compare Java's with.

    record_training.py --out FOLDER

Versions it was run with: torch 2.7.1, transformers 5.23.0, trl 1.16.0, peft 0.21.2 (pip install
each). CPU alone, one thread, no network.

FOLDER gets model/ and adapter/ (a random Llama and a LoRA adapter on every linear module, as they
are before the first step) and curves.json: the settings, the examples in tokens, and each step's
loss. Both trainers start from the same adapter, take the examples in order, four at a time, over and
over, and train in float32 without dropout, weight decay or a schedule.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TRANSFORMERS_OFFLINE="1",
                  CUDA_VISIBLE_DEVICES="")

import torch
from datasets import Dataset
from peft import LoraConfig, PeftModel, get_peft_model
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

VOCABULARY, END = 24, 2
STEPS, BATCH, EXAMPLES = 50, 4, 20
SETTINGS = {"learning_rate": 0.005, "beta1": 0.9, "beta2": 0.99, "max_norm": 1.0, "beta": 0.3,
            "batch": BATCH}


WORDS = ["<pad>", "<bos>", "<eos>", "<unk>", *(f"w{i}" for i in range(4, VOCABULARY))]


def tokenizer():
    words = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=words, pad_token="<pad>", bos_token="<bos>",
                                   eos_token="<eos>", unk_token="<unk>")


def model():
    torch.manual_seed(11)
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=VOCABULARY, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=64,
        rope_theta=10000.0, rms_norm_eps=1e-6, tie_word_embeddings=False, pad_token_id=0,
        bos_token_id=1, eos_token_id=END, initializer_range=0.3))


def examples():
    random = torch.Generator().manual_seed(7)

    def tokens(least, most):
        length = int(torch.randint(least, most + 1, (1,), generator=random))
        return torch.randint(4, VOCABULARY, (length,), generator=random).tolist()
    return [{"prompt": [1, *tokens(2, 6)], "chosen": [*tokens(2, 7), END],
             "rejected": [*tokens(1, 5), END]} for _ in range(EXAMPLES)]


def text(ids):
    return " ".join(WORDS[i] for i in ids)


def in_order(base):
    class InOrder(base):
        def _get_train_sampler(self, dataset=None):
            return torch.utils.data.SequentialSampler(dataset or self.train_dataset)

        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            loss = super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
            self.curve.append(float(f"{loss.item():.9g}"))
            return loss
    return InOrder


def train(kind, config, folder, rows):
    with tempfile.TemporaryDirectory() as scratch:
        trainer = in_order(kind)(
            model=PeftModel.from_pretrained(
                LlamaForCausalLM.from_pretrained(folder / "model", dtype=torch.float32),
                folder / "adapter", is_trainable=True),
            processing_class=tokenizer(), train_dataset=Dataset.from_list(rows),
            args=config(
                output_dir=scratch, max_steps=STEPS, per_device_train_batch_size=BATCH,
                learning_rate=SETTINGS["learning_rate"], lr_scheduler_type="constant",
                adam_beta1=SETTINGS["beta1"], adam_beta2=SETTINGS["beta2"], weight_decay=0.0,
                max_grad_norm=SETTINGS["max_norm"], warmup_steps=0, optim="adamw_torch",
                use_cpu=True, bf16=False, report_to=[], save_strategy="no", logging_steps=1,
                seed=1, **({"beta": SETTINGS["beta"]} if kind is DPOTrainer else {})))
        trainer.curve = []
        trainer.train()
        assert len(trainer.curve) == STEPS
        return trainer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    folder = parser.parse_args().out
    torch.set_num_threads(1)
    base = model()
    base.save_pretrained(folder / "model")
    torch.manual_seed(13)
    adapter = get_peft_model(base, LoraConfig(
        r=4, lora_alpha=8, lora_dropout=0.0, task_type="CAUSAL_LM",
        target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj",
                        "down_proj"]))
    adapter.save_pretrained(folder / "adapter")
    for extra in ("model/generation_config.json", "adapter/README.md"):
        (folder / extra).unlink(missing_ok=True)

    pairs = examples()
    sft = train(SFTTrainer, SFTConfig, folder, [
        {"prompt": text(pair["prompt"]) + " ", "completion": text(pair["chosen"])}
        for pair in pairs])
    dpo = train(DPOTrainer, DPOConfig, folder, [
        {"prompt": text(pair["prompt"]) + " ", "chosen": text(pair["chosen"]),
         "rejected": text(pair["rejected"])} for pair in pairs])
    assert dpo.train_dataset["chosen_ids"] == [pair["chosen"] for pair in pairs]
    assert sft.train_dataset["input_ids"] == [pair["prompt"] + pair["chosen"] for pair in pairs]
    margins = [line["rewards/margins"] for line in dpo.state.log_history
               if "rewards/margins" in line]
    record = {"settings": SETTINGS, "pairs": pairs, "sft": sft.curve, "dpo": dpo.curve,
              "dpo_margins": [float(f"{margin:.9g}") for margin in margins]}
    (folder / "curves.json").write_text(json.dumps(record).replace("}, ", "},\n") + "\n")


main()
