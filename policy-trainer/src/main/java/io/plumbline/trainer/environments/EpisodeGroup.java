package io.plumbline.trainer.environments;

import com.google.protobuf.ByteString;
import io.plumbline.env.v1.Episode;
import io.plumbline.env.v1.ResetRequest;
import io.plumbline.env.v1.ResetResponse;
import io.plumbline.env.v1.Task;
import java.util.List;

/**
 * Attempts at one task under the same terms. It outlives the server that made it: where a server
 * does not take its handles, {@link Environments#step} has them made anew.
 */
public final class EpisodeGroup {
  private final ResetRequest request;
  private final Terms terms;
  private final Task task;
  private volatile List<ByteString> handles;

  EpisodeGroup(ResetRequest request, Terms terms, ResetResponse response) {
    this.request = request;
    this.terms = terms;
    this.task = response.getTask();
    this.handles = handles(response);
  }

  /** The task that all attempts share. */
  public Task task() {
    return task;
  }

  /** How its attempts are graded and paid. */
  public Terms terms() {
    return terms;
  }

  /** How many attempts it has. */
  public int size() {
    return request.getGroupSize();
  }

  ByteString handle(int attempt) {
    return handles.get(attempt);
  }

  /** The reset that made it, to be sent again. */
  ResetRequest request() {
    return request;
  }

  /** Goes on with the handles of another reset, provided that it is still the same task. */
  void renew(ResetResponse response) {
    String hash = response.getTask().getContentHash();
    if (!hash.equals(task.getContentHash())) {
      throw new EnvironmentChangedException(
          "task "
              + task.getId()
              + ": content_hash "
              + hash
              + " since the server came back (expected: "
              + task.getContentHash()
              + ", as before)");
    }
    handles = handles(response);
  }

  private List<ByteString> handles(ResetResponse response) {
    if (response.getEpisodesCount() != size()) {
      throw new EnvironmentChangedException(
          "task "
              + task.getId()
              + ": "
              + response.getEpisodesCount()
              + " episodes from the server (expected: "
              + size()
              + ")");
    }
    return response.getEpisodesList().stream().map(Episode::getHandle).toList();
  }
}
