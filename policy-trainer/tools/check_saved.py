"""Loads a model that Plumbline saved with transformers, and compares its logits with those of the
checkpoint that it was read from.

    pip install torch==2.7.1 transformers==5.23.0 safetensors==0.8.0
    python policy-trainer/tools/check_saved.py SAVED policy-trainer/src/test/resources/checkpoints/NAME

Float32 on the CPU, plain attention, no network. Ends with status 1 where a logit differs by more than
1e-5, or the end tokens differ.
"""

import json
import os
import pathlib
import sys

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", CUDA_VISIBLE_DEVICES="")

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

LIMIT = 1e-5


def main():
    saved, fixture = (pathlib.Path(argument) for argument in sys.argv[1:])
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    model, report = AutoModelForCausalLM.from_pretrained(
        saved, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
    expected = json.loads((fixture / "reference.json").read_text(encoding="utf-8"))
    logits = load_file(fixture / "reference.safetensors")
    worst = 0.0
    for number, case in enumerate(expected["cases"]):
        found = model.eval()(input_ids=torch.tensor([case["ids"]])).logits[0]
        kept = logits[f"logits.{number}"]
        worst = max(worst, (found[-len(kept):] - kept).abs().max().item())
    ends = model.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    print(f"{model.config.model_type}: largest difference of a logit {worst:.2g}, ends {ends}, "
          f"missing {sorted(report['missing_keys'])}, unexpected {sorted(report['unexpected_keys'])}")
    bad = worst > LIMIT or ends != expected["ends"]
    sys.exit(1 if bad or report["missing_keys"] or report["unexpected_keys"] else 0)


if __name__ == "__main__":
    main()
