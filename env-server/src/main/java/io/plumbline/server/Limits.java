package io.plumbline.server;

/** What the server takes; {@code plumbline.env.v1.Limits} tells clients. */
final class Limits {
  static final int MAX_ACTION_BYTES = 1 << 20;
  static final int MAX_MESSAGE_BYTES = 16 << 20;
  static final int MAX_BATCH_ITEMS = 256;
  static final int MAX_GROUP_SIZE = 1024;
  static final int MAX_SAMPLE_COUNT = 1000;
  static final int MAX_TOKEN_BUDGET = 1 << 20;

  /** A text beyond this leaves the event loop. */
  static final int MAX_INLINE_BYTES = 64 << 10;

  /** A batch beyond this leaves the event loop. */
  static final int MAX_INLINE_BATCH_BYTES = 256 << 10;

  private Limits() {}

  static io.plumbline.env.v1.Limits message(ServerConfig config) {
    return io.plumbline.env.v1.Limits.newBuilder()
        .setMaxActionBytes(MAX_ACTION_BYTES)
        .setMaxMessageBytes(MAX_MESSAGE_BYTES)
        .setMaxBatchItems(MAX_BATCH_ITEMS)
        .setMaxGroupSize(MAX_GROUP_SIZE)
        .setMaxSampleCount(MAX_SAMPLE_COUNT)
        .setMaxTokenBudget(MAX_TOKEN_BUDGET)
        .setHandleTtlSeconds(config.handleTtl().toSeconds())
        .build();
  }
}
