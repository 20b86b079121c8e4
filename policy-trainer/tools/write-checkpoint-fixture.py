"""Writes src/test/resources/checkpoint: a tiny Llama and a LoRA adapter for it, by transformers
and PEFT themselves, so that the tests read what those libraries write.

    pip install torch==2.7.1 transformers==5.23.0 peft==0.21.2 safetensors==0.8.0
    python policy-trainer/tools/write-checkpoint-fixture.py policy-trainer/src/test/resources/checkpoint

The values count up in eighths, over the tensors in the order of their names.
"""

import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from transformers import LlamaConfig, LlamaForCausalLM


def count_up(parameters):
    number = 0
    for _, parameter in sorted(parameters):
        size = parameter.numel()
        values = torch.arange(number, number + size, dtype=torch.float32) / 8
        parameter.data = values.reshape(parameter.shape)
        number += size


folder = pathlib.Path(sys.argv[1])
model = LlamaForCausalLM(
    LlamaConfig(
        vocab_size=6,
        hidden_size=4,
        intermediate_size=3,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=16,
        rope_theta=5000.0,
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=1,
        pad_token_id=0,
    )
)
count_up(model.named_parameters())
model.save_pretrained(folder / "model")
(folder / "model" / "generation_config.json").unlink()

adapted = get_peft_model(
    model,
    LoraConfig(r=2, lora_alpha=8, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM"),
)
count_up((name, p) for name, p in adapted.named_parameters() if "lora_" in name)
adapted.save_pretrained(folder / "adapter")
(folder / "adapter" / "README.md").unlink(missing_ok=True)
