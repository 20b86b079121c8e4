package io.plumbline.benchmarks.hostile;

import static io.plumbline.benchmarks.hostile.Frames.ACK;
import static io.plumbline.benchmarks.hostile.Frames.CONTINUATION;
import static io.plumbline.benchmarks.hostile.Frames.DATA;
import static io.plumbline.benchmarks.hostile.Frames.END_HEADERS;
import static io.plumbline.benchmarks.hostile.Frames.END_STREAM;
import static io.plumbline.benchmarks.hostile.Frames.HEADERS;
import static io.plumbline.benchmarks.hostile.Frames.PING;
import static io.plumbline.benchmarks.hostile.Frames.PRIORITY;
import static io.plumbline.benchmarks.hostile.Frames.PUSH_PROMISE;
import static io.plumbline.benchmarks.hostile.Frames.RST_STREAM;
import static io.plumbline.benchmarks.hostile.Frames.SETTINGS;
import static io.plumbline.benchmarks.hostile.Frames.WINDOW_UPDATE;

import io.plumbline.graders.tasks.SplitMix64;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Ways to break HTTP/2 and gRPC's framing. Each writes one connection's bytes. */
enum BrokenFrames {
  PREFACE(false) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      switch (random.below(4)) {
        case 0 -> out.raw(noise(random, random.between(1, 200)));
        case 1 -> out.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        case 2 -> out.raw(Arrays.copyOf(Frames.PREFACE, random.below(24)));
        default -> {
          byte[] preface = Frames.PREFACE.clone();
          preface[random.below(preface.length)] ^= (byte) (1 << random.below(8));
          out.raw(preface).frame(SETTINGS, 0, 0);
        }
      }
      return 1;
    }
  },
  LENGTH(false) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello().call(1, "Step");
      int type = random.below(10);
      int length = random.pick(List.of(0, 1, 3, 5, 7, 9, 16_385, 65_536, 0xffffff));
      byte[] content = noise(random, Math.min(length, random.below(20_000)));
      out.frame(length, type, random.below(256), random.pick(STREAMS), content);
      return 1;
    }
  },
  STREAM_ID(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello().call(5, "Step");
      int stream = random.pick(STREAMS);
      switch (random.below(6)) {
        case 0 -> out.frame(DATA, 0, stream, noise(random, 10));
        case 1 -> out.call(stream, "Step");
        case 2 -> out.frame(RST_STREAM, 0, stream, Frames.number(8));
        case 3 -> out.frame(WINDOW_UPDATE, 0, stream, Frames.number(random.pick(WINDOWS)));
        case 4 -> out.frame(SETTINGS, 0, stream | 1);
        default -> out.frame(PRIORITY, 0, stream, noise(random, 5));
      }
      return 1;
    }
  },
  TYPE(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello();
      int frames = random.between(1, 50);
      for (int i = 0; i < frames; i++) {
        int type = random.below(5) == 0 ? PUSH_PROMISE : random.between(10, 255);
        out.frame(type, random.below(256), random.pick(STREAMS), noise(random, random.below(30)));
      }
      return frames;
    }
  },
  CONTINUATION_FLOOD(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      byte[] each =
          random.below(2) == 0 ? new byte[0] : Frames.headers("x-" + random.below(9), "y");
      out.hello().frame(HEADERS, 0, 1, Frames.callHeaders("Step"));
      for (int i = 0; i < FLOOD; i++) {
        out.frame(CONTINUATION, 0, 1, each);
      }
      return FLOOD;
    }
  },
  SETTINGS_FLOOD(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello();
      for (int i = 0; i < FLOOD; i++) {
        byte[] setting = {0, (byte) random.below(9), 0, 0, (byte) random.below(256), 1};
        out.frame(SETTINGS, random.below(50) == 0 ? ACK : 0, 0, setting);
      }
      return FLOOD;
    }
  },
  PING_FLOOD(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello();
      for (int i = 0; i < FLOOD; i++) {
        out.frame(PING, random.below(2), 0, noise(random, 8));
      }
      return FLOOD;
    }
  },
  RAPID_RESET(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello();
      boolean whole = random.below(2) == 0;
      for (int i = 0; i < FLOOD; i++) {
        int stream = 2 * i + 1;
        out.call(stream, random.below(8) == 0 ? "Rollout" : "Step");
        if (whole) {
          out.frame(DATA, END_STREAM, stream, Frames.message(0, step.length, step));
        }
        out.frame(RST_STREAM, 0, stream, Frames.number(8));
      }
      return FLOOD;
    }
  },
  EMPTY_DATA_FLOOD(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello().call(1, "Step");
      for (int i = 0; i < FLOOD; i++) {
        out.frame(DATA, 0, 1);
      }
      return FLOOD;
    }
  },
  WINDOW(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      byte[] initial = {0, 4, 0, 0, 0, 0};
      out.raw(Frames.PREFACE);
      if (random.below(2) == 0) {
        out.frame(SETTINGS, 0, 0, initial); // then no reply may be sent
      } else {
        out.frame(
            SETTINGS,
            0,
            0,
            (byte) 0,
            (byte) 4,
            (byte) random.below(256),
            (byte) -1,
            (byte) -1,
            (byte) -1);
      }
      out.call(1, "Step").frame(DATA, END_STREAM, 1, Frames.message(0, step.length, step));
      int frames = random.between(1, 20);
      for (int i = 0; i < frames; i++) {
        int stream = random.below(2);
        out.frame(WINDOW_UPDATE, 0, stream, Frames.number(random.pick(WINDOWS)));
      }
      return frames;
    }
  },
  HPACK(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      byte[] block =
          switch (random.below(4)) {
            case 0 -> noise(random, random.between(1, 300));
            case 1 -> new byte[] {(byte) 0xff, -1, -1, -1, -1, -1, -1, 127}; // a huge index
            case 2 -> new byte[] {0x3f, -1, -1, -1, 127, 0x3f, -31, 31}; // a huge table
            default -> new byte[] {0, 127, -1, -1, 127, 'x'}; // a huge name
          };
      out.hello().frame(HEADERS, END_HEADERS | END_STREAM, 1, block);
      return 1;
    }
  },
  HEADER_FIELDS(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello().frame(HEADERS, END_HEADERS, 1, oddHeaders(random));
      out.frame(DATA, END_STREAM, 1, Frames.message(0, step.length, step));
      return 1;
    }
  },
  MESSAGE_PREFIX(true) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      out.hello();
      int calls = random.between(1, 20);
      for (int i = 0; i < calls; i++) {
        int stream = 2 * i + 1;
        out.call(stream, random.pick(METHODS), "grpc-encoding", random.pick(ENCODINGS));
        out.frame(DATA, random.below(8) == 0 ? 0 : END_STREAM, stream, lie(random, step));
      }
      return calls;
    }
  },
  MUTATED(false) {
    @Override
    int write(Frames out, SplitMix64 random, byte[] step) {
      Frames right = new Frames().hello().call(1, "Step");
      right.frame(DATA, END_STREAM, 1, Frames.message(0, step.length, step));
      right.call(3, "Rollout").frame(DATA, 0, 3, Frames.message(0, step.length, step));
      byte[] bytes = right.toBytes();
      int changes = random.between(1, 8);
      for (int i = 0; i < changes; i++) {
        bytes[random.below(bytes.length)] = (byte) random.below(256);
      }
      out.raw(random.below(3) == 0 ? Arrays.copyOf(bytes, random.below(bytes.length)) : bytes);
      return 1;
    }
  };

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
  private static final int FLOOD = 1500;
  private static final List<Integer> STREAMS =
      List.of(0, 1, 2, 3, 5, 7, 8, 101, Integer.MAX_VALUE, -1);
  private static final List<Integer> WINDOWS = List.of(0, 1, 70_000, Integer.MAX_VALUE, -1);
  private static final List<String> METHODS = List.of("Step", "StepBatch", "Rollout", "Reset");
  private static final List<String> ENCODINGS = List.of("identity", "gzip");

  /** Whether a server can find the end of what was sent, and so answer a ping after it. */
  final boolean hasEnd;

  BrokenFrames(boolean hasEnd) {
    this.hasEnd = hasEnd;
  }

  /**
   * Writes one connection's bytes.
   *
   * @param step a request that is in order
   * @return how many broken things they hold
   */
  abstract int write(Frames out, SplitMix64 random, byte[] step);

  /** Whether one connection has very many. */
  boolean isFlood() {
    return name().endsWith("FLOOD") || this == RAPID_RESET;
  }

  String label() {
    return "frames: " + name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static byte[] oddHeaders(SplitMix64 random) {
    return switch (random.below(10)) {
      case 0 -> Frames.headers(":method", "POST", "content-type", "application/grpc");
      case 1 -> Frames.callHeaders("NoSuchMethod" + random.below(1000));
      case 2 -> Frames.headers(":method", "GET", ":scheme", "http", ":path", "/");
      case 3 -> Frames.callHeaders("Step", "grpc-encoding", "rot13");
      case 4 ->
          Frames.callHeaders(
              "Step", "grpc-timeout", random.pick(List.of("x", "-1S", "99999999999H")));
      case 5 -> Frames.callHeaders("Step", "x-long", "y".repeat(random.between(8_000, 12_000)));
      case 6 -> Frames.callHeaders("Step", ":path", "/again");
      case 7 -> Frames.callHeaders("Step", "Upper-Case", "x");
      case 8 -> Frames.callHeaders("Step", "x-bin", "not base64 \u00e9 !");
      default ->
          Frames.callHeaders("Step", "authorization", "Bearer \u0001\u00ff" + random.nextLong());
    };
  }

  /** A message whose prefix says something else than what follows. */
  private static byte[] lie(SplitMix64 random, byte[] step) {
    return switch (random.below(7)) {
      case 0 -> Frames.message(0, -1, step); // 4 GiB
      case 1 -> Frames.message(0, Integer.MAX_VALUE, step);
      case 2 -> Frames.message(0, 17 << 20, step);
      case 3 -> Frames.message(1, step.length, step); // compressed, it says
      case 4 -> Frames.message(random.between(2, 255), step.length, step);
      case 5 -> Frames.message(0, step.length + random.between(1, 1000), step);
      default -> Frames.message(0, random.below(step.length), step);
    };
  }

  static byte[] noise(SplitMix64 random, int length) {
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) random.nextLong();
    }
    return noise;
  }
}
