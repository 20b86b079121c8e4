package io.plumbline.trainer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts what one step learns from into micro-batches: answers of similar length together, a prompt
 * computed once for as many of its answers as pays, no micro-batch above a budget of places,
 * threads with about as much to do each. What a step learns does not depend on it, but for
 * rounding.
 */
public final class MicroBatches {
  /** What a micro-batch costs beside its places, in places: calls, and folding the adapter in. */
  private static final int CALL = 64;

  /** Into how many pieces at most the budget is parted to keep threads busy. */
  private static final int FINEST = 4;

  private final int budget;

  /**
   * @param budget places of a micro-batch at most, padding included, at least 1; an answer alone
   *     may have more
   */
  public MicroBatches(int budget) {
    this.budget = budget;
  }

  /**
   * A prompt with its answers, in places.
   *
   * @param prompt without its last token
   * @param answers of at least one token each
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; read only
  public record Lengths(int prompt, int[] answers) {

    /** Of one prompt with its answers, in tokens. */
    public static Lengths of(int[] prompt, List<int[]> answers) {
      return new Lengths(
          prompt.length - 1, answers.stream().mapToInt(answer -> answer.length).toArray());
    }
  }

  /**
   * Some answers to one prompt.
   *
   * @param group the prompt's number
   * @param answers their numbers among the prompt's answers
   */
  public record Run(int group, List<Integer> answers) {}

  /**
   * What one call computes.
   *
   * @param places with padding
   * @param used without
   */
  public record MicroBatch(List<Run> runs, long places, long used) {}

  /** Runs with the sizes that decide which go together. */
  private record Sized(Run run, int prompt, int longest, int count, long used) {
    long places() {
      return prompt + (long) count * longest;
    }
  }

  /**
   * Cuts, and parts the answers to a prompt where that saves places.
   *
   * @param groups at least one
   * @param threads that micro-batches are dealt to, at least 1
   * @return the micro-batches of each thread
   */
  public List<List<MicroBatch>> cut(List<Lengths> groups, int threads) {
    return best(groups, threads, true);
  }

  /** Cuts without parting the answers to a prompt. */
  public List<List<MicroBatch>> whole(List<Lengths> groups, int threads) {
    return best(groups, threads, false);
  }

  /** The share of places that padding takes. */
  public static double padding(List<List<MicroBatch>> cut) {
    long places = cut.stream().flatMap(List::stream).mapToLong(MicroBatch::places).sum();
    long used = cut.stream().flatMap(List::stream).mapToLong(MicroBatch::used).sum();
    return 1 - (double) used / places;
  }

  /** The cut whose busiest thread has the least to do; of equals, that of the largest pieces. */
  private List<List<MicroBatch>> best(List<Lengths> groups, int threads, boolean part) {
    long all = groups.stream().mapToLong(each -> each.prompt + (long) sum(each.answers)).sum();
    long prompt = groups.stream().mapToLong(each -> each.prompt).max().orElseThrow();
    List<List<MicroBatch>> best = List.of();
    long least = Long.MAX_VALUE;
    for (int pieces = 1; pieces <= FINEST; pieces++) {
      // Without and with a prompt that is computed again in each piece.
      for (long places : new long[] {all, all + (pieces - 1) * prompt}) {
        long most = pieces == 1 ? budget : Math.min(budget, places) / pieces;
        List<List<MicroBatch>> dealt = dealt(pack(runs(groups, most, part), most), threads);
        long busiest = dealt.stream().mapToLong(MicroBatches::cost).max().orElseThrow();
        if (busiest < least) {
          least = busiest;
          best = dealt;
        }
      }
    }
    return best;
  }

  private static long cost(List<MicroBatch> share) {
    return share.stream().mapToLong(batch -> batch.places + CALL).sum();
  }

  private static List<Sized> runs(List<Lengths> groups, long most, boolean part) {
    List<Sized> runs = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      int[] lengths = groups.get(g).answers;
      Integer[] order = IntStream.range(0, lengths.length).boxed().toArray(Integer[]::new);
      if (!part) {
        runs.add(sized(groups.get(g), g, List.of(order)));
        continue;
      }
      Arrays.sort(order, Comparator.comparingInt((Integer i) -> lengths[i]).reversed());
      int[] ends = ends(groups.get(g).prompt, order, lengths, most);
      for (int from = 0; from < order.length; from = ends[from]) {
        runs.add(sized(groups.get(g), g, List.of(order).subList(from, ends[from])));
      }
    }
    return runs;
  }

  /** Where the run that begins at each answer ends, so that the fewest places are computed. */
  private static int[] ends(int prompt, Integer[] order, int[] lengths, long most) {
    int[] ends = new int[order.length];
    long[] costs = new long[order.length + 1];
    for (int from = order.length - 1; from >= 0; from--) {
      costs[from] = Long.MAX_VALUE;
      for (int end = from + 1; end <= order.length; end++) {
        long places = prompt + (long) (end - from) * lengths[order[from]];
        if (end > from + 1 && places > most) {
          break;
        }
        if (places + CALL + costs[end] <= costs[from]) { // of equals, the longest
          costs[from] = places + CALL + costs[end];
          ends[from] = end;
        }
      }
    }
    return ends;
  }

  private static Sized sized(Lengths group, int number, List<Integer> answers) {
    int longest = answers.stream().mapToInt(i -> group.answers[i]).max().orElseThrow();
    int tokens = answers.stream().mapToInt(i -> group.answers[i]).sum();
    return new Sized(
        new Run(number, List.copyOf(answers)),
        group.prompt,
        longest,
        answers.size(),
        group.prompt + (long) tokens);
  }

  /** Joins runs of similar length while a call costs more than the padding that it saves. */
  private static List<MicroBatch> pack(List<Sized> runs, long most) {
    List<Sized> sorted = new ArrayList<>(runs);
    sorted.sort(Comparator.comparingInt(Sized::longest).reversed());
    List<MicroBatch> batches = new ArrayList<>();
    List<Sized> open = new ArrayList<>();
    for (Sized run : sorted) {
      if (!open.isEmpty()) {
        List<Sized> more = new ArrayList<>(open);
        more.add(run);
        long joined = places(more);
        if (joined > most || joined > places(open) + run.places() + CALL) {
          batches.add(batch(open));
          open = new ArrayList<>();
        }
      }
      open.add(run);
    }
    if (!open.isEmpty()) {
      batches.add(batch(open));
    }
    return batches;
  }

  private static long places(List<Sized> runs) {
    long prompt = runs.stream().mapToInt(Sized::prompt).max().orElseThrow();
    long longest = runs.stream().mapToInt(Sized::longest).max().orElseThrow();
    return runs.size() * prompt + runs.stream().mapToInt(Sized::count).sum() * longest;
  }

  private static MicroBatch batch(List<Sized> runs) {
    return new MicroBatch(
        runs.stream().map(Sized::run).toList(),
        places(runs),
        runs.stream().mapToLong(Sized::used).sum());
  }

  /** The largest first, each to the thread that has the least. */
  private static List<List<MicroBatch>> dealt(List<MicroBatch> batches, int threads) {
    List<List<MicroBatch>> shares = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      shares.add(new ArrayList<>());
    }
    batches.stream()
        .sorted(Comparator.comparingLong(MicroBatch::places).reversed())
        .forEach(
            batch ->
                shares.stream()
                    .min(Comparator.comparingLong(MicroBatches::cost))
                    .orElseThrow()
                    .add(batch));
    return shares;
  }

  private static int sum(int[] values) {
    return Arrays.stream(values).sum();
  }
}
