package io.plumbline.trainer.runs;

import io.plumbline.env.v1.Environment;
import io.plumbline.env.v1.ListEnvironmentsResponse;
import io.plumbline.env.v1.Rubric;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.checkpoint.CheckpointException;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.torch.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run was made with, for whoever wants to make it again: {@code manifest.json}. */
public final class Manifest {
  private Manifest() {}

  /**
   * Settings, versions, hashes; no path and no machine's name.
   *
   * @param version of Plumbline
   * @param revision of its sources, where that is known
   * @param policy what the run starts from
   * @param listing what the run's server offers
   */
  public static Map<String, Object> of(
      String version,
      Optional<String> revision,
      RunConfig config,
      PolicyStack policy,
      ListEnvironmentsResponse listing) {
    Map<String, Object> manifest = of(version, revision, RunConfigFile.settings(config));
    manifest.put("policy", policy(policy));
    manifest.put("environments", graders(listing));
    manifest.put("server", listing.getServerVersion());
    return manifest;
  }

  /** Of what is made without a server. */
  public static Map<String, Object> of(
      String version, Optional<String> revision, Map<String, ?> config) {
    Map<String, Object> versions = new LinkedHashMap<>();
    versions.put("plumbline", version);
    revision.ifPresent(found -> versions.put("revision", found));
    versions.put("jdk", System.getProperty("java.runtime.version"));
    versions.put("djl", Torch.DJL_VERSION);
    versions.put("pytorch", Torch.version());
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name"));
    machine.put("arch", System.getProperty("os.arch"));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("versions", versions);
    manifest.put("machine", machine);
    manifest.put("config", config);
    return manifest;
  }

  /**
   * What a run cannot go on without: the policy that it started from and the graders that paid it.
   *
   * @param saved the run's {@code manifest.json}
   * @param now as {@link #of} gives it
   * @throws CheckpointException if one is not what it was
   */
  public static void checkUnchanged(String saved, Map<String, Object> now) {
    for (String part : List.of("policy", "environments")) {
      JsonNode before;
      try {
        before = JsonMapper.shared().readTree(saved).path(part);
      } catch (JacksonException e) {
        throw new CheckpointException("manifest.json: not JSON (expected: a run's manifest)", e);
      }
      JsonNode found = JsonMapper.shared().valueToTree(now.get(part));
      if (!before.equals(found)) {
        throw new CheckpointException(
            "manifest.json: "
                + part
                + ": "
                + found
                + " (expected: "
                + before
                + ", as when the run began)");
      }
    }
  }

  /** What a policy is made of: the hash of each part. */
  public static Map<String, Object> policy(PolicyStack policy) {
    Map<String, Object> hashes = new LinkedHashMap<>();
    hashes.put("base_sha256", policy.base().sha256());
    hashes.put("adapters_sha256", policy.adapters().stream().map(AdapterFolder::sha256).toList());
    hashes.put("tokenizer_sha256", policy.tokenizer().sha256());
    return hashes;
  }

  /** The grader's version of each profile of each environment. */
  private static Map<String, Object> graders(ListEnvironmentsResponse listing) {
    Map<String, Object> graders = new LinkedHashMap<>();
    for (Environment environment : listing.getEnvironmentsList()) {
      Map<String, String> versions = new LinkedHashMap<>();
      for (Rubric rubric : environment.getRubricsList()) {
        versions.put(rubric.getProfile(), rubric.getVersion());
      }
      graders.put(environment.getName(), versions);
    }
    return graders;
  }
}
