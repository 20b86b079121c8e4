"""The floor that a trainer is held against: bare matrix products at the model's own shapes."""

import time

import torch


def matmul_gflops(config, rows_of_each_kind, thread_counts):
    """Best of many: torch.mm at the shapes of the model's own layers, in 10^9 operations/s."""
    heads = config.num_attention_heads
    kv_heads = config.num_key_value_heads
    hidden, inner = config.hidden_size, config.intermediate_size
    fused_qkv = hidden + 2 * kv_heads * (hidden // heads)
    results = []
    for threads in thread_counts:
        torch.set_num_threads(threads)
        for kind, rows in rows_of_each_kind.items():
            for depth, columns in ((hidden, fused_qkv), (hidden, 2 * inner), (inner, hidden)):
                best = best_mm_seconds(torch.randn(rows, depth), torch.randn(depth, columns))
                results.append({"threads": threads, "rows_of": kind,
                                "shape": [rows, depth, columns],
                                "gflops": round(2e-9 * rows * depth * columns / best, 1)})
    return results


def best_mm_seconds(left, right, budget=0.5):
    out = torch.empty(left.shape[0], right.shape[1])
    best = float("inf")
    deadline = time.perf_counter() + budget
    while time.perf_counter() < deadline:
        began = time.perf_counter()
        torch.mm(left, right, out=out)
        best = min(best, time.perf_counter() - began)
    return best
