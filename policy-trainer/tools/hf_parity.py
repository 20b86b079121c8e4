#!/usr/bin/env python3
"""Writes what transformers computes for given token ids, to compare the Java model with.

    hf_parity.py --model DIR [--adapter DIR] --ids 5,9,17 [--ids ...] [--new-tokens 16] [--out FILE]

Needs the packages of benchmarks/peers/requirements.txt. Float32 on the CPU, plain (eager)
attention, one thread, no network. Each sequence of ids runs alone, so nothing is padded. The
report is JSON:

    {"versions": {...}, "adapter": false, "vocab_size": 750,
     "cases": [{"ids": [...], "logits": [[...], ...], "greedy": [...]}]}

logits has one row of vocab_size numbers for each id: row i is what follows ids[0..i]. greedy holds
the new ids only, the likeliest at each step, and ends early at the model's end-of-text id.
"""

import argparse
import json
import os
import sys
import warnings
from pathlib import Path

# Read by the libraries when they are imported: no network, no GPU.
os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", CUDA_VISIBLE_DEVICES="")

import peft
import torch
import transformers


def load(folder, adapter):
    """The model in float32, with the adapter on it (scaled and added, not merged) where given."""
    model = transformers.AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager")
    # A folder's own settings may hold a repetition penalty, which is not greedy.
    model.generation_config = transformers.GenerationConfig(
        do_sample=False, eos_token_id=model.generation_config.eos_token_id)
    if adapter is not None:
        model = peft.PeftModel.from_pretrained(model, adapter)
    return model.eval()


def reference(model, ids, new_tokens):
    tokens = torch.tensor([ids])
    logits = model(input_ids=tokens).logits[0]
    greedy = []
    if new_tokens > 0:
        generated = model.generate(input_ids=tokens, attention_mask=torch.ones_like(tokens),
                                   max_new_tokens=new_tokens, pad_token_id=0)
        greedy = generated[0, len(ids):].tolist()
    # Nine digits bring a float32 back exactly.
    return {"ids": ids, "logits": [[float(f"{x:.9g}") for x in row] for row in logits.tolist()],
            "greedy": greedy}


def parse_ids(text):
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} (expected: numbers parted by commas)")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True,
                        help="folder with config.json and model.safetensors")
    parser.add_argument("--adapter", type=Path, help="PEFT folder with adapter_config.json")
    parser.add_argument("--ids", type=parse_ids, action="append", required=True,
                        help="token ids, such as 5,9,17; may be given more than once")
    parser.add_argument("--new-tokens", type=int, default=0, help="greedy continuation")
    parser.add_argument("--out", type=Path, help="the report (default: standard output)")
    options = parser.parse_args()
    for name, folder, file in (("--model", options.model, "config.json"),
                               ("--adapter", options.adapter, "adapter_config.json")):
        if folder is not None and not (folder / file).is_file():
            parser.error(f"{name}: no {file} in {folder}")
    if options.new_tokens < 0:
        parser.error(f"--new-tokens: {options.new_tokens} (expected: 0 or more)")
    if options.out and not options.out.absolute().parent.is_dir():
        parser.error(f"--out: no folder {options.out.absolute().parent}")
    return options, parser


def main():
    options, parser = parse_options()
    torch.set_num_threads(1)
    transformers.utils.logging.disable_progress_bar()
    warnings.simplefilter("ignore", FutureWarning)  # what PEFT calls in transformers
    model = load(options.model, options.adapter)
    vocab_size = model.config.vocab_size
    for token in (token for ids in options.ids for token in ids):
        if not 0 <= token < vocab_size:
            parser.error(f"--ids: {token} (expected: 0 to {vocab_size - 1})")
    with torch.no_grad():
        cases = [reference(model, ids, options.new_tokens) for ids in options.ids]
    report = {"versions": {"torch": torch.__version__, "transformers": transformers.__version__,
                           "peft": peft.__version__},
              "adapter": options.adapter is not None, "vocab_size": vocab_size, "cases": cases}
    text = json.dumps(report) + "\n"
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
