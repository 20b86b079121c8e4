package io.plumbline.benchmarks.hostile;

import com.google.protobuf.ByteString;
import io.plumbline.graders.tasks.SplitMix64;
import java.util.Arrays;
import java.util.Locale;

/** Ways to break a protobuf message. What comes of it may still be one. */
enum BrokenMessages {
  NOISE {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      return BrokenFrames.noise(random, random.below(400));
    }
  },
  CUT {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      return Arrays.copyOf(message, random.below(message.length));
    }
  },
  MUTATED {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      byte[] mutated = message.clone();
      int changes = random.between(1, 6);
      for (int i = 0; i < changes; i++) {
        // Most of a message is text, whose change would not break it.
        int most = random.below(2) == 0 ? Math.min(16, mutated.length) : mutated.length;
        mutated[random.below(most)] = (byte) random.below(256);
      }
      return mutated;
    }
  },
  NESTED {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      byte group = (byte) (random.between(1, 15) << 3 | 3);
      byte[] open = new byte[random.between(1, 2000)];
      Arrays.fill(open, group);
      if (random.below(2) == 0) {
        return joined(message, open);
      }
      byte[] shut = new byte[open.length];
      Arrays.fill(shut, (byte) (group + 1));
      return joined(message, joined(open, shut));
    }
  },
  LENGTHS {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      byte[] length = {
        (byte) (random.between(1, 9) << 3 | 2), -1, -1, -1, -1, (byte) random.below(128)
      };
      return joined(message, length);
    }
  },
  NUMBERS {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      byte[] number = new byte[random.between(2, 14)];
      Arrays.fill(number, (byte) -1);
      number[0] = (byte) (random.between(1, 9) << 3);
      number[number.length - 1] = (byte) random.below(128);
      return joined(message, number);
    }
  },
  TEXT {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      byte[] text = {(byte) (random.between(1, 7) << 3 | 2), 3, -1, (byte) random.below(256), 'a'};
      return joined(message, text);
    }
  },
  /** Little to send, and much to keep. */
  SWOLLEN {
    @Override
    byte[] of(byte[] message, SplitMix64 random) {
      if (random.below(100) != 0) { // each takes as long as a hundred others
        return LENGTHS.of(message, random);
      }
      byte[] items = new byte[1 << 20];
      if (random.below(2) == 0) {
        for (int i = 0; i < items.length; i += 2) {
          items[i] = 0xa; // an empty item
        }
      } else {
        for (int i = 0; i + 4 <= items.length; i += 4) {
          items[i] = (byte) (random.below(16) << 3 | 0x80); // a number that nobody knows
          items[i + 1] = (byte) (random.below(128) | 0x80);
          items[i + 2] = (byte) random.between(1, 127);
        }
      }
      return joined(message, items);
    }
  };

  /** Breaks a message that is in order. */
  abstract byte[] of(byte[] message, SplitMix64 random);

  String label() {
    return "messages: " + name().toLowerCase(Locale.ROOT);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return ByteString.copyFrom(one).concat(ByteString.copyFrom(other)).toByteArray();
  }
}
