package io.plumbline.server;

import com.google.protobuf.Duration;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.plumbline.env.v1.AdminServiceGrpc.AdminServiceImplBase;
import io.plumbline.env.v1.DrainRequest;
import io.plumbline.env.v1.DrainResponse;
import io.plumbline.env.v1.ReloadSecretsRequest;
import io.plumbline.env.v1.ReloadSecretsResponse;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an admin may ask of a server. */
final class AdminEndpoint extends AdminServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);
  private static final java.time.Duration MAX_GRACE = java.time.Duration.ofMinutes(10);

  private final Supplier<Secrets> reload;
  private final Consumer<java.time.Duration> drain;

  /**
   * @param reload puts the secrets in force that it reads; {@link IllegalArgumentException} if they
   *     cannot be used
   * @param drain begins a drain and returns
   */
  AdminEndpoint(Supplier<Secrets> reload, Consumer<java.time.Duration> drain) {
    this.reload = reload;
    this.drain = drain;
  }

  @Override
  public void reloadSecrets(
      ReloadSecretsRequest request, StreamObserver<ReloadSecretsResponse> observer) {
    answer(
        observer,
        "reload_secrets",
        () -> {
          Secrets secrets;
          try {
            secrets = reload.get();
          } catch (IllegalArgumentException e) {
            throw Refusal.unusable("secrets", String.valueOf(e.getMessage()));
          }
          ReloadSecretsResponse.Builder response =
              ReloadSecretsResponse.newBuilder().setPrincipals(secrets.access().principals());
          secrets.handleKeys().forEach(key -> response.addHandleKeyIds(new SigningKey(key).name()));
          return response.build();
        });
  }

  @Override
  public void drain(DrainRequest request, StreamObserver<DrainResponse> observer) {
    answer(
        observer,
        "drain",
        () -> {
          drain.accept(
              request.hasGrace() ? grace(request.getGrace()) : EnvironmentServer.DEFAULT_GRACE);
          return DrainResponse.getDefaultInstance();
        });
  }

  private static java.time.Duration grace(Duration grace) {
    java.time.Duration duration =
        java.time.Duration.ofSeconds(grace.getSeconds(), grace.getNanos());
    if (duration.isNegative() || duration.compareTo(MAX_GRACE) > 0) {
      throw Refusal.invalid("grace", duration, "0 to " + MAX_GRACE.toSeconds() + " seconds");
    }
    return duration;
  }

  private static <R> void answer(StreamObserver<R> observer, String call, Supplier<R> work) {
    Principal caller = Authentication.caller();
    try {
      if (caller.role() != Role.ADMIN) {
        throw Refusal.of(
            Status.Code.PERMISSION_DENIED,
            call,
            "asked for by " + caller.name() + ", " + caller.role().withArticle(),
            "an admin's request");
      }
      R response = work.get();
      LOG.atInfo().addKeyValue("principal", caller.name()).log(call);
      observer.onNext(response);
      observer.onCompleted();
    } catch (Refusal e) {
      observer.onError(e.asStatus());
    } catch (RuntimeException e) {
      LOG.error("call failed", e);
      observer.onError(Refusal.internal().asStatus());
    }
  }
}
