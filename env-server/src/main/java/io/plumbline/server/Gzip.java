package io.plumbline.server;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * gRPC's gzip that reads its header with the message, where it is refused if it is none; gRPC's own
 * would end the call with {@code UNKNOWN} before.
 */
final class Gzip implements Decompressor {

  /** Messages may come compressed by this, or as they are. */
  static DecompressorRegistry registry() {
    return DecompressorRegistry.emptyInstance()
        .with(Codec.Identity.NONE, false)
        .with(new Gzip(), true);
  }

  @Override
  public String getMessageEncoding() {
    return "gzip";
  }

  @Override
  public InputStream decompress(InputStream compressed) {
    return new InputStream() {
      private @Nullable InputStream opened;

      private InputStream content() throws IOException {
        InputStream content = opened;
        if (content == null) {
          content = new GZIPInputStream(compressed);
          opened = content;
        }
        return content;
      }

      @Override
      public int read() throws IOException {
        return content().read();
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return content().read(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        compressed.close();
      }
    };
  }
}
