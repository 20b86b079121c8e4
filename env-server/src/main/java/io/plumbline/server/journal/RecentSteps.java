package io.plumbline.server.journal;

import com.google.protobuf.ByteString;

/**
 * Which steps were recorded lately: a slot for each value of the id's last 16 bits, which the next
 * step of that slot takes over. It never takes one step for another, and may forget; queries look
 * again.
 */
final class RecentSteps {
  private static final int SLOTS = 1 << 16;

  private final long[] ids = new long[2 * SLOTS];

  RecentSteps() {
    for (int slot = 0; slot < ids.length; slot += 2) {
      clear(slot);
    }
  }

  /** Leaves what no id of this slot is: its last bits are another slot's. */
  private void clear(int slot) {
    ids[slot + 1] = ~(slot / 2);
  }

  boolean contains(ByteString id) {
    int slot = slot(id);
    return ids[slot] == bits(id, 0) && ids[slot + 1] == bits(id, 8);
  }

  void add(ByteString id) {
    int slot = slot(id);
    ids[slot] = bits(id, 0);
    ids[slot + 1] = bits(id, 8);
  }

  void remove(ByteString id) {
    if (contains(id)) {
      clear(slot(id));
    }
  }

  private static int slot(ByteString id) {
    return 2 * (int) (bits(id, 8) & (SLOTS - 1));
  }

  private static long bits(ByteString id, int from) {
    long bits = 0;
    for (int i = from; i < from + 8; i++) {
      bits = bits << 8 | (id.byteAt(i) & 0xff);
    }
    return bits;
  }
}
