package io.plumbline.graders.revision;

/** Numbers 64-bit hashes in the order in which they come: open addressing, at most half full. */
final class LongTable {
  private long[] keys = new long[64];
  private int[] numbers = new int[64];
  private int size;

  /** The number of {@code key}, or -1. */
  int get(long key) {
    int mask = keys.length - 1;
    for (int at = slot(key, mask); numbers[at] != 0; at = (at + 1) & mask) {
      if (keys[at] == key) {
        return numbers[at] - 1;
      }
    }
    return -1;
  }

  /** The number of {@code key}, a new one if it has none. */
  int put(long key) {
    int known = get(key);
    if (known >= 0) {
      return known;
    }
    if (size * 2 >= keys.length) {
      grow();
    }
    insert(key, ++size);
    return size - 1;
  }

  boolean contains(long key) {
    return get(key) >= 0;
  }

  int size() {
    return size;
  }

  private void insert(long key, int number) {
    int mask = keys.length - 1;
    int at = slot(key, mask);
    while (numbers[at] != 0) {
      at = (at + 1) & mask;
    }
    keys[at] = key;
    numbers[at] = number;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldNumbers = numbers;
    keys = new long[oldKeys.length * 2];
    numbers = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldNumbers[i] != 0) {
        insert(oldKeys[i], oldNumbers[i]);
      }
    }
  }

  private static int slot(long key, int mask) {
    return (int) (key ^ (key >>> 32)) & mask;
  }
}
