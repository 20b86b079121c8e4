"""Writes src/test/resources/checkpoints: small random models in the forms in which Llama and Qwen2
lie on disk, and beside each what transformers computes with it (reference.json, reference.safetensors).

    pip install torch==2.7.1 transformers==5.23.0 safetensors==0.8.0 tokenizers==0.23.3
    python policy-trainer/tools/make_checkpoints.py policy-trainer/src/test/resources/checkpoints

Float32 on the CPU, plain attention, one thread, no network. Seeds are tried until no greedy choice is
near a tie and each end token ends something: a test that compares tokens must not hang on rounding.
"""

import json
import os
import pathlib
import shutil
import sys

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", CUDA_VISIBLE_DEVICES="")

import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
from tokenizers import pre_tokenizers, processors, trainers
from transformers import AutoModelForCausalLM, GenerationConfig, LlamaConfig, LlamaForCausalLM
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

TEXT = """Clean the table: keep every row, write dates as year-month-day and amounts in full dollars.
region,quarter,revenue,headcount,note
North,Q1 2024,1200000,34,restated
South,Q2 2024,950000,28,
Revise the document so that each claim names its source; leave numbers and names as they are.
The harbour office reported 412 arrivals in March, a third more than the year before [Source A].
Answer from the sources alone. Where they disagree, say so; where they are silent, say that too.
Keep the heading, keep the order of the paragraphs, and do not add facts of your own.
"""

# Statements, loops, slices, filters and tests as real templates of the two families have them.
LLAMA_TEMPLATE = """{{- bos_token }}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "1 May 2024" %}
    {%- endif %}
{%- endif %}
{#- The system message goes first, whether there is one or not. #}
{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{%- if tools is defined and tools is not none %}
    {{- raise_exception("no tools here") }}
{%- endif %}
{{- "Day: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {%- if not (message.role == 'ipython' or 'tool_calls' in message) %}
        {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""

LLAMA_ONE_LINE = (
    "{% set loop_messages = messages %}{% for message in loop_messages %}"
    "{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n'"
    "+ message['content'] | trim + '<|eot_id|>' %}"
    "{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}"
    "{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)

QWEN_TEMPLATE = """{%- if tools %}
    {{- raise_exception("no tools here") }}
{%- else %}
    {%- if messages[0]['role'] == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
    {%- else %}
        {{- '<|im_start|>system\\nYou work on documents.<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "tool" %}
        {%- if (loop.index0 == 0) or (messages[loop.index0 - 1].role != "tool") %}
            {{- '<|im_start|>user' }}
        {%- endif %}
        {{- '\\n' + message.content }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""

CONVERSATIONS = [
    [{"role": "system", "content": "  Clean the <table> & keep 'rows'.\n"},
     {"role": "user", "content": "region,note\nNorth,\"a \\ b\"\n\n"}],
    [{"role": "user", "content": "Revise this: caf\u00e9 \u2014 \U0001f600 {{ braces }} {% too %}"}],
    [{"role": "system", "content": "Short."}, {"role": "user", "content": "Q1?"},
     {"role": "assistant", "content": " 412 "}, {"role": "user", "content": "Why?"}],
]

TEXTS = ["Clean the table", "", " two  spaces\r\n\ttab 1234567", "e\u0301 caf\u00e9 \u2014 \U0001f600",
         "<|eot_id|>x<|im_end|>"]

LLAMA = dict(special=["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>",
                      "<|end_header_id|>", "<|eot_id|>"],
             bos="<|begin_of_text|>", eos="<|eot_id|>", pad="<|end_of_text|>")
QWEN = dict(special=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
            bos=None, eos="<|im_end|>", pad="<|endoftext|>")

VOCABULARY = 340
ROWS = 352  # as in real folders, the embedding has rows that no token has
SHAPE = dict(vocab_size=ROWS, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
             num_attention_heads=4, max_position_embeddings=160)
LENGTHS = [9, 5, 17, 12, 60, 101]  # ragged; the last two lie beyond the contexts of 32 and 40 that are scaled
LAST = 4  # places of each prompt whose logits are kept
NEW_TOKENS = 40
MARGIN = 2e-3


def train_tokenizer(family):
    tokenizer = Tokenizer(models.BPE(ignore_merges=family is LLAMA))
    if family is LLAMA:
        tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
            pre_tokenizers.Split(Regex(r"\p{N}{1,3}| ?\p{L}+|[^\p{L}\p{N}]"), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    else:
        tokenizer.normalizer = normalizers.NFC()
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - len(family["special"]), show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator([TEXT], trainer)
    tokenizer.add_special_tokens([AddedToken(s, normalized=False) for s in family["special"]])
    if family["bos"]:
        bos = family["bos"]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))])
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token=family["bos"],
                                   eos_token=family["eos"], pad_token=family["pad"])


def random_model(make, seed, ends):
    torch.manual_seed(seed)
    model = make()
    for name, parameter in sorted(model.named_parameters()):
        norm = "norm" in name
        parameter.data = torch.randn(parameter.shape) * (0.2 if norm else 0.35) + (1.0 if norm else 0)
    for end in ends:  # so that greedy decoding meets them
        model.get_output_embeddings().weight.data[end] *= 1.7
    return model


def greedy(model, ids, ends):
    """New tokens, their log-probabilities, and how near the closest choice was to another."""
    tokens, log_probs, margin = list(ids), [], 1e9
    while len(tokens) < len(ids) + NEW_TOKENS:
        logits = model(input_ids=torch.tensor([tokens])).logits[0, -1]
        best = torch.topk(logits, 2)
        margin = min(margin, (best.values[0] - best.values[1]).item())
        tokens.append(best.indices[0].item())
        log_probs.append(torch.log_softmax(logits.double(), -1)[tokens[-1]].item())
        if tokens[-1] in ends:
            break
    return tokens[len(ids):], log_probs, margin


def write(folder, family, make, dtype, shard, template, in_config, edit, ends_of):
    tokenizer = train_tokenizer(family)
    ends = ends_of(tokenizer)
    for seed in range(10_000):
        shutil.rmtree(folder, ignore_errors=True)
        model = random_model(lambda: make(tokenizer), seed, ends).to(dtype)
        generator = torch.Generator().manual_seed(seed)
        prompts = [torch.randint(0, VOCABULARY - 8, (n,), generator=generator).tolist()
                   for n in LENGTHS]
        exact = AutoModelForCausalLM.from_config(model.config, attn_implementation="eager")
        exact.load_state_dict(model.state_dict())
        found = [greedy(exact.float().eval(), ids, ends) for ids in prompts]
        endings = {new[-1] for new, _, _ in found}
        if min(m for _, _, m in found) > MARGIN and set(ends) <= endings and len(
                endings - set(ends)) > 0:
            break
    model.generation_config = GenerationConfig(
        bos_token_id=model.config.bos_token_id, eos_token_id=ends, do_sample=False)
    model.save_pretrained(folder, max_shard_size=shard)
    tokenizer.chat_template = template
    tokenizer.save_pretrained(folder)
    if in_config:
        (folder / "chat_template.jinja").unlink()
        merge(folder / "tokenizer_config.json", {"chat_template": template})
    merge(folder / "config.json", edit)
    reference(folder, prompts, ends, seed)


def merge(file, changes):
    fields = json.loads(file.read_text(encoding="utf-8"))
    for key, value in changes.items():
        if value is None:
            fields.pop(key, None)
        else:
            fields[key] = value
    file.write_text(json.dumps(fields, indent=2) + "\n", encoding="utf-8")


def reference(folder, prompts, ends, seed):
    """From the folder as it lies there, old spellings and all."""
    model = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager").eval()
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    cases, logits = [], {}
    for number, ids in enumerate(prompts):
        out = model(input_ids=torch.tensor([ids])).logits[0]
        logits[f"logits.{number}"] = out[-LAST:].contiguous()
        new, log_probs, margin = greedy(model, ids, ends)
        generated = model.generate(
            input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
            max_new_tokens=NEW_TOKENS, pad_token_id=0)
        assert generated[0, len(ids):].tolist() == new and margin > MARGIN / 2, (folder, margin)
        cases.append({"ids": ids, "greedy": new, "log_probs": log_probs})
    chats = []
    for messages in CONVERSATIONS:
        # Without the clock, so that the file is the same tomorrow.
        text = tokenizer.apply_chat_template(
            messages, tokenize=False, add_generation_prompt=True, date_string="1 May 2024")
        chats.append({"messages": messages, "text": text,
                      "ids": tokenizer(text, add_special_tokens=False)["input_ids"]})
    texts = []
    for text in TEXTS:
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        texts.append({"text": text, "ids": ids,
                      "decoded": tokenizer.decode(ids, skip_special_tokens=True)})
    save_file(logits, folder / "reference.safetensors")
    report = {"seed": seed, "ends": ends, "cases": cases, "chats": chats, "texts": texts}
    (folder / "reference.json").write_text(json.dumps(report) + "\n", encoding="utf-8")


def token_ids(family):
    def of(tokenizer):
        id_of = lambda token: None if token is None else tokenizer.convert_tokens_to_ids(token)
        return dict(bos_token_id=id_of(family["bos"]), pad_token_id=id_of(family["pad"]),
                    eos_token_id=id_of(family["eos"]))
    return of


def main():
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    root = pathlib.Path(sys.argv[1])
    llama_ids, qwen_ids = token_ids(LLAMA), token_ids(QWEN)
    both = lambda names: lambda tokenizer: [tokenizer.convert_tokens_to_ids(n) for n in names]

    write(root / "llama-untied", LLAMA, lambda tokenizer: LlamaForCausalLM(LlamaConfig(
        **SHAPE, **llama_ids(tokenizer), num_key_value_heads=2, head_dim=8,
        tie_word_embeddings=False, rms_norm_eps=1e-5,
        rope_parameters={"rope_type": "llama3", "rope_theta": 100.0, "factor": 8.0,
                         "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                         "original_max_position_embeddings": 32})),
        torch.float32, "1GB", LLAMA_TEMPLATE, False, {}, both(["<|eot_id|>"]))

    # Spelt as transformers 4 did.
    write(root / "llama-sharded", LLAMA, lambda tokenizer: LlamaForCausalLM(LlamaConfig(
        **SHAPE, **llama_ids(tokenizer), num_key_value_heads=4, attention_bias=True, mlp_bias=True,
        tie_word_embeddings=True,
        rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0})),
        torch.bfloat16, "12KB", LLAMA_ONE_LINE, True,
        {"rope_parameters": None, "rope_theta": 10000.0,
         "rope_scaling": {"type": "linear", "factor": 4.0}}, both(["<|eot_id|>"]))

    write(root / "qwen2-tied", QWEN, lambda tokenizer: Qwen2ForCausalLM(Qwen2Config(
        **{**SHAPE, "max_position_embeddings": 8192},  # room for tasks
        **qwen_ids(tokenizer), num_key_value_heads=1, tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": 1000000.0})),
        torch.float16, "1GB", QWEN_TEMPLATE, True, {}, both(["<|im_end|>"]))

    write(root / "qwen2-yarn", QWEN, lambda tokenizer: Qwen2ForCausalLM(Qwen2Config(
        **SHAPE, **qwen_ids(tokenizer), num_key_value_heads=2, tie_word_embeddings=False,
        rope_parameters={"rope_type": "yarn", "rope_theta": 1000.0, "factor": 4.0,
                         "original_max_position_embeddings": 40})),
        torch.bfloat16, "1GB", QWEN_TEMPLATE, False,
        {"rope_parameters": None, "rope_theta": 1000.0, "use_sliding_window": False,
         "rope_scaling": {"type": "yarn", "factor": 4.0, "original_max_position_embeddings": 40}},
        both(["<|im_end|>", "<|endoftext|>"]))


if __name__ == "__main__":
    main()
