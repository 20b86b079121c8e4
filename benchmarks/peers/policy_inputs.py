"""The model, tokenizer and prompts that are timed: of a folder and a file, or made up."""

import json
import random

import tokenizers
import torch
from transformers import AutoModelForCausalLM, LlamaConfig, PreTrainedTokenizerFast

PAD, EOS = 0, 1


def llama_config(context):
    return LlamaConfig(
        hidden_size=128, num_hidden_layers=4, num_attention_heads=4, num_key_value_heads=4,
        intermediate_size=352, vocab_size=750, max_position_embeddings=context,
        rope_theta=10000.0, rms_norm_eps=1e-6, tie_word_embeddings=True,
        pad_token_id=PAD, eos_token_id=EOS, bos_token_id=None)


def load_model(options, seed):
    """The policy of a Hugging Face folder, or random weights of the embedded policy's shape."""
    torch.manual_seed(seed)
    if options.model:
        return AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32)
    config = llama_config(options.prompt_tokens + options.completion_tokens)
    return AutoModelForCausalLM.from_config(config, dtype=torch.float32)


def load_tokenizer(options, config):
    """The folder's, where it must read text; otherwise made-up words."""
    pad, eos = special_ids(config)
    if not options.prompts:
        return word_tokenizer(config.vocab_size, pad, eos)
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(options.model / "tokenizer.json"),
                                        padding_side="left")
    tokenizer.eos_token = tokenizer.convert_ids_to_tokens(eos)
    tokenizer.pad_token = tokenizer.convert_ids_to_tokens(pad)
    return tokenizer


def load_prompts(options, config, seed):
    if options.prompts:
        return read_prompts(options.prompts)
    return random_prompts(options.groups * options.updates, options.prompt_tokens,
                          config.vocab_size, special_ids(config), seed)


def word(token_id):
    """All of one width: a special token's word that began another's would split it."""
    return f"t{token_id:07d}"


def word_tokenizer(vocab_size, pad, eos):
    """One made-up word for each id, so that a prompt of n words is a prompt of n tokens."""
    words = {word(i): i for i in range(vocab_size)}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token=word(pad)))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, padding_side="left",
                                   pad_token=word(pad), eos_token=word(eos))


def special_ids(config):
    """Padding and end of text. config.json holds one end id, a list of them, or none."""
    eos = config.eos_token_id[0] if isinstance(config.eos_token_id, list) else config.eos_token_id
    if eos is None:
        eos = EOS
    return (eos if config.pad_token_id is None else config.pad_token_id), eos


def random_prompts(count, length, vocab_size, avoid, seed):
    numbers = random.Random(seed)
    ids = [i for i in range(vocab_size) if i not in avoid]
    return [" ".join(word(i) for i in numbers.choices(ids, k=length)) for _ in range(count)]


def read_prompts(path):
    prompts = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise SystemExit(f"{path.name}:{number}: {error.msg} (expected: a JSON object)")
            text = record.get("prompt", record.get("input")) if isinstance(record, dict) else None
            if not isinstance(text, str) or not text:
                raise SystemExit(
                    f"{path.name}:{number}: no text (expected: \"prompt\" or \"input\")")
            prompts.append(text)
    return prompts
