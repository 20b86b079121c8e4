package io.plumbline.benchmarks.graders;

import io.plumbline.benchmarks.graders.RegexVocabulary.Line;
import io.plumbline.benchmarks.graders.RegexVocabulary.Pair;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/** Whether an output repairs a fault: takes the sentences that have anything of it. */
final class RegexRepair {
  /** Between two marks of a run, in words. */
  private static final int MOST_GAP = 5;

  private final RegexFault fault;
  private boolean right;
  private boolean faulty;
  private int met;

  // The sentence at hand: runs that stand for the repaired one, whether one is right, and pairs
  // that show the fault.
  private int metHere;
  private boolean rightHere;
  private int wordsBefore;

  // Which sentence stood for it last, and which had last some of its filler.
  private int lastMet = -2;
  private int lastTorn = -2;

  private final Set<Pair> old = new HashSet<>();

  // The run at hand: its first and last place, its words and pairs, how many roles in order.
  private int from = -1;
  private int to;
  private int role;
  private final Set<String> anchors = new HashSet<>();
  private final Set<Pair> shared = new HashSet<>();
  private final Set<Pair> fresh = new HashSet<>();

  RegexRepair(RegexFault fault) {
    this.fault = fault;
  }

  /**
   * Takes the so many-th sentence, behind so many words of others; {@code early} while none before
   * it ended in {@code .!?}.
   */
  void take(Line line, int number, int before, boolean early) {
    wordsBefore = before;
    int limit = fault.isLead() && early ? fault.limit() : line.words().size();
    for (int i = 0; i < line.words().size(); i++) {
      if (i > 0) {
        takePair(line.pairs().get(i), i, i < limit);
      }
      String word = line.words().get(i);
      if (i < limit && fault.anchors.contains(word)) {
        run(i);
        anchors.add(word);
      }
      takeRole(word, i);
    }
    endRun();
    boolean shows = old.size() >= fault.left(metHere > 0);
    faulty |= shows || fault.isTurned(line);
    lastMet = metHere > 0 ? number : lastMet;
    lastTorn = Collections.disjoint(old, fault.torn) ? lastTorn : number;
    faulty |= lastMet == number && lastTorn == number - 1;
    faulty |= lastTorn == number && lastMet == number - 1;
    faulty |= metHere > 0 && !fault.participle.isEmpty() && line.isPassive(fault.participle);
    faulty |= metHere > 0 && fault.isBeside(line);
    met += metHere;
    right |= rightHere && (!fault.isLead() || (early && line.stopped()));
    metHere = 0;
    rightHere = false;
    old.clear();
  }

  private void takePair(Pair pair, int at, boolean within) {
    if (fault.old.contains(pair)) {
      old.add(pair);
    }
    if (fault.shared.contains(pair)) {
      if (fault.isLead() && (!within || shared.contains(pair))) {
        old.add(pair); // once more, or where a lead has no place
      }
      if (within) {
        run(at);
        shared.add(pair);
      }
    }
    if (fault.fresh.contains(pair)) {
      run(at);
      fresh.add(pair);
    }
  }

  /** Agent, verb and object count in this order. */
  private void takeRole(String word, int at) {
    for (Set<String> names : fault.roles) {
      if (names.contains(word)) {
        run(at);
        role += role < fault.roles.size() && fault.roles.get(role).contains(word) ? 1 : 0;
        return;
      }
    }
  }

  /** Goes on with the run or begins another one. */
  private void run(int at) {
    if (from >= 0 && at > to + MOST_GAP) {
      endRun();
    }
    from = from < 0 ? at : from;
    to = at;
  }

  private void endRun() {
    if (fault.isMet(anchors.size(), shared.size(), fresh.size(), to - from)) {
      metHere++;
      boolean isRight = fault.isFigure() ? !fresh.isEmpty() : role == fault.roles.size();
      rightHere |= isRight && fault.isAhead(wordsBefore + from);
      faulty |= !isRight && fault.isExact();
    } else {
      faulty |= fault.isLead() && shared.size() >= fault.left(false);
    }
    anchors.clear();
    shared.clear();
    fresh.clear();
    from = -1;
    role = 0;
  }

  /** Whether a sentence stands for the repaired one and none has the fault. */
  boolean isRepaired() {
    return right && !faulty && !(fault.isLead() && met > 1);
  }
}
