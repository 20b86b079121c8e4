package io.plumbline.env.v1;

import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;

/** The trailer in which a refused call carries its {@link Error}. */
public final class ErrorTrailer {

  /** {@code plumbline-error-bin}. */
  public static final Metadata.Key<Error> KEY =
      Metadata.Key.of(
          "plumbline-error" + Metadata.BINARY_HEADER_SUFFIX,
          ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

  private ErrorTrailer() {}
}
