package io.plumbline.trainer.model;

/**
 * What {@link DecoderScript} has for sampling. Answers that began together are a cohort: their keys
 * and values lie in arrays of their own, {@code past} those of the prompts and {@code cache} those
 * of the answers, each cohort's arrays behind the former one's. Attention is computed cohort by
 * cohort, in a prompt's for all of its answers at once: {@code to_grid} lays queries out by prompt,
 * with empty places where a prompt has fewer answers than another. All else is computed for the
 * answers of all cohorts together.
 */
final class SamplingScript {
  static final String METHODS =
      """
        def select(self: Self, arrays: List[Tensor], rows: Tensor, places: int) -> List[Tensor]:
          out = annotate(List[Tensor], [])
          for i in range(torch.len(arrays)):
            _0 = torch.append(out, torch.index_select(torch.slice(arrays[i], 2, 0, places), 0, rows))
          return out

        def extend(self: Self, arrays: List[Tensor], rows: int, places: int) -> List[Tensor]:
          out = annotate(List[Tensor], [])
          for i in range(2 * $LAYERS):
            more = torch.zeros([rows, $KV_HEADS, places, $HEAD_WIDTH])
            if torch.gt(torch.len(arrays), i):
              more = torch.cat([arrays[i], more], 2)
            _0 = torch.append(out, more)
          return out

        def to_grid(self: Self, x: Tensor, slots: Tensor, G: int, n: int) -> Tensor:
          if torch.eq(torch.size(x, 0), torch.mul(G, n)):
            y = x
          else:
            y = torch.index_copy(torch.zeros([torch.mul(G, n), torch.size(x, 1), torch.size(x, 2), torch.size(x, 3)]), 0, slots, x)
          return torch.reshape(torch.permute(torch.reshape(y, [G, n, $KV_HEADS, $SHARING, torch.size(x, 3)]), [0, 2, 1, 3, 4]), [G, $KV_HEADS, torch.mul(n, $SHARING), torch.size(x, 3)])

        def from_grid(self: Self, x: Tensor, slots: Tensor, G: int, n: int) -> Tensor:
          y = torch.reshape(torch.permute(torch.reshape(x, [G, $KV_HEADS, n, $SHARING, torch.size(x, 3)]), [0, 2, 1, 3, 4]), [torch.mul(G, n), $KV_HEADS, $SHARING, torch.size(x, 3)])
          if torch.eq(torch.size(slots, 0), torch.mul(G, n)):
            z = y
          else:
            z = torch.index_select(y, 0, slots)
          return z

        def decode(self: Self, past: List[Tensor], cache: List[Tensor], lengths: List[Tensor], slots: List[Tensor], shapes: Tensor, starts: Tensor, current: Tensor, done: Tensor, steps: int, uniforms: Tensor, temperature: float, ends: Tensor, cos: Tensor, sin: Tensor, w: List[Tensor]) -> List[Tensor]:
          B = torch.size(current, 0)
          before = annotate(List[Tensor], [])
          written = annotate(List[int], [])
          copies = annotate(List[int], [])
          for k in range(torch.len(lengths)):
            P = torch.size(past[2 * $LAYERS * k], 2)
            _3 = torch.append(before, torch.reshape((self).padding(lengths[k], P), [torch.size(lengths[k], 0), 1, 1, P]))
            _4 = torch.append(written, int(torch.select(torch.select(shapes, 0, k), 0, 0)))
            _5 = torch.append(copies, int(torch.select(torch.select(shapes, 0, k), 0, 1)))
          tokens = annotate(List[Tensor], [])
          chosen = annotate(List[Tensor], [])
          token = current
          over = done
          i = 0
          go = True
          while go:
            places = torch.add(starts, i)
            c = torch.reshape(torch.embedding(cos, places), [B, 1, 1, $HEAD_WIDTH])
            s = torch.reshape(torch.embedding(sin, places), [B, 1, 1, $HEAD_WIDTH])
            x = torch.unsqueeze(torch.embedding(w[0], token), 1)
            for l in range($LAYERS):
              qkv = (self).project(x, c, s, w, l)
              queries = torch.reshape(torch.mul(qkv[0], $SCALE), [B, $KV_HEADS, $SHARING, $HEAD_WIDTH])
              attended = annotate(List[Tensor], [])
              first = 0
              for k in range(torch.len(lengths)):
                a = 2 * ($LAYERS * k + l)
                G = torch.size(lengths[k], 0)
                n = copies[k]
                t = torch.add(written[k], i)
                last = torch.add(first, torch.size(slots[k], 0))
                _0 = torch.copy_(torch.slice(cache[a], 2, t, torch.add(t, 1)), torch.slice(qkv[1], 0, first, last))
                _1 = torch.copy_(torch.slice(cache[a + 1], 2, t, torch.add(t, 1)), torch.slice(qkv[2], 0, first, last))
                P = torch.size(past[a], 2)
                q = torch.slice(queries, 0, first, last)
                shared = torch.reshape(torch.matmul((self).to_grid(q, slots[k], G, n), torch.transpose(past[a], 2, 3)), [G, $KV_HEADS, torch.mul(n, $SHARING), P])
                shared = (self).from_grid(torch.add(shared, before[k]), slots[k], G, n)
                own = torch.matmul(q, torch.transpose(torch.slice(cache[a], 2, 0, torch.add(t, 1)), 2, 3))
                weights = torch.softmax(torch.cat([shared, own], -1), -1)
                prompted = torch.matmul((self).to_grid(torch.slice(weights, 3, 0, P), slots[k], G, n), past[a + 1])
                drawn_out = torch.matmul(torch.slice(weights, 3, P), torch.slice(cache[a + 1], 2, 0, torch.add(t, 1)))
                _6 = torch.append(attended, torch.add((self).from_grid(prompted, slots[k], G, n), drawn_out))
                first = last
              if torch.eq(torch.len(attended), 1):
                joined = attended[0]
              else:
                joined = torch.cat(attended, 0)
              x = (self).finish(x, torch.reshape(joined, [B, $HEADS, 1, $HEAD_WIDTH]), w, l)
            logits = torch.squeeze((self).head(x, w), 1)
            if torch.gt(temperature, 0.):
              lp = torch.log_softmax(torch.div(logits, temperature), -1)
              sums = torch.cumsum(torch.exp(lp), -1)
              drawn = torch.mul(torch.slice(uniforms, 1, i, torch.add(i, 1)), torch.slice(sums, 1, -1))
              choice = torch.clamp(torch.sum(torch.le(sums, drawn), [1]), None, torch.sub(torch.size(logits, 1), 1))
            else:
              lp = torch.log_softmax(logits, -1)
              choice = torch.argmax(logits, -1)
            token = torch.masked_fill(choice, over, torch.select(ends, 0, 0))
            _2 = torch.append(tokens, token)
            _7 = torch.append(chosen, torch.squeeze(torch.gather(lp, 1, torch.unsqueeze(token, 1)), 1))
            over = torch.logical_or(over, torch.isin(token, ends))
            i = torch.add(i, 1)
            go = torch.lt(i, steps)
            if torch.eq(torch.remainder(i, 8), 0):
              if bool(torch.all(over)):
                go = False
          return [torch.stack(tokens, 1), torch.stack(chosen, 1)]
      """;

  private SamplingScript() {}
}
