"""Writes src/test/resources/adapters: a tiny random Llama, LoRA adapters that PEFT saved for it in
the forms that its settings have, and the logits that PEFT computes with each, so that the tests
compare ours with them.

    pip install torch==2.7.1 transformers==5.23.0 peft==0.21.2 safetensors==0.8.0
    python policy-trainer/tools/make_adapters.py policy-trainer/src/test/resources/adapters
"""

import json
import os
import pathlib
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM

IDS = [3, 17, 9, 22, 5, 5, 11]
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ADAPTERS = {
    "subset": {"r": 4, "lora_alpha": 6, "target_modules": ["q_proj", "mlp.down_proj"]},
    "patterns": {
        "r": 3, "lora_alpha": 6, "target_modules": ALL,
        "rank_pattern": {"q_proj": 2, "layers.1.mlp.up_proj": 5},
        "alpha_pattern": {"q_proj": 10, "^model.layers.0.self_attn.v_proj": 1}},
    "rslora": {"r": 4, "lora_alpha": 8, "target_modules": "all-linear", "use_rslora": True},
    "regex": {
        "r": 2, "lora_alpha": 4,
        "target_modules": r".*layers\.1\.(self_attn\.o_proj|mlp\.gate_proj)"},
    "layers": {
        "r": 2, "lora_alpha": 4, "target_modules": ["v_proj", "o_proj"],
        "layers_to_transform": [1], "exclude_modules": ["self_attn.o_proj"]},
    "dora": {"r": 2, "lora_alpha": 4, "target_modules": ["q_proj"], "use_dora": True},
}
folder = pathlib.Path(".")
os.chdir(sys.argv[1])  # adapters name their base as it was given


def base():
    return LlamaForCausalLM.from_pretrained(
        folder / "base", dtype=torch.float32, attn_implementation="eager").eval()


def logits(model):
    with torch.no_grad():
        rows = model(input_ids=torch.tensor([IDS])).logits[0].tolist()
    return [[float(f"{value:.9g}") for value in row] for row in rows]


def without_readme(path):
    (path / "README.md").unlink(missing_ok=True)


torch.manual_seed(1)
LlamaForCausalLM(
    LlamaConfig(
        vocab_size=24, hidden_size=16, intermediate_size=20, num_hidden_layers=2,
        num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=32,
        rms_norm_eps=1e-5, tie_word_embeddings=True, bos_token_id=None, eos_token_id=1,
        pad_token_id=0, initializer_range=0.4,
    )
).save_pretrained(folder / "base")
(folder / "base" / "generation_config.json").unlink()

report = {"ids": IDS, "logits": {"base": logits(base())}}
for name, settings in ADAPTERS.items():
    adapted = get_peft_model(base(), LoraConfig(task_type="CAUSAL_LM", **settings))
    for parameter_name, parameter in adapted.named_parameters():
        if "lora_B" in parameter_name:
            torch.nn.init.normal_(parameter, std=0.3)
    adapted.save_pretrained(folder / name)
    without_readme(folder / name)
    report["logits"][name] = logits(adapted.eval())

lower = PeftModel.from_pretrained(base(), folder / "subset").merge_and_unload()
report["logits"]["subset, patterns"] = logits(
    PeftModel.from_pretrained(lower, folder / "patterns").eval())
(folder / "logits.json").write_text(json.dumps(report) + "\n", encoding="utf-8")
