package io.plumbline.trainer.service;

import io.grpc.Status;
import io.plumbline.trainer.checkpoint.AdapterFolder;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.policies.PolicyStack;
import io.plumbline.trainer.runs.RunFolder;
import io.plumbline.trainer.runs.RunSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Policies by the names that callers use: the bundled ones, and folders of the runs folder. */
final class Policies {
  private static final String FIELD = "policy";

  private final Path root;

  /**
   * @param root the runs folder, a real path
   */
  Policies(Path root) {
    this.root = root;
  }

  /** A policy that can be asked: of a run that has not finished, what it last saved. Close it. */
  PolicyStack open(String asked) throws IOException {
    String name = nameOr(asked);
    if (isBundled(name)) {
      return PolicyStack.open(name);
    }
    Path folder = folder(name);
    if (!isUnfinished(folder)) {
      return PolicyStack.open(name, folder);
    }
    RunFolder run = new RunFolder(folder);
    if (!run.isResumable()) {
      throw Refusal.of(
          Status.Code.FAILED_PRECONDITION,
          FIELD,
          Requests.quote(name) + " has saved no update",
          "a run that has");
    }
    PolicyStack start = PolicyStack.open(name, RunSetup.startingPolicy(folder));
    try {
      AdapterFolder saved = run.savedAdapter(RunSetup.settings(folder).config(), start.base());
      List<AdapterFolder> adapters = new ArrayList<>(start.adapters());
      adapters.add(saved);
      PolicyFile parts = start.parts().with(run.adapter());
      return new PolicyStack(name, parts, start.base(), adapters, start.tokenizer());
    } catch (RuntimeException | IOException e) {
      start.close();
      throw e;
    }
  }

  /** A policy whose files stay as they are, to be trained from. Close it. */
  PolicyStack openFinished(String asked) {
    String name = nameOr(asked);
    if (isBundled(name)) {
      return PolicyStack.open(name);
    }
    Path folder = folder(name);
    if (isUnfinished(folder)) {
      throw Refusal.of(
          Status.Code.FAILED_PRECONDITION,
          FIELD,
          Requests.quote(name) + " has not finished",
          "a run that has");
    }
    return PolicyStack.open(name, folder);
  }

  /** By which name a caller would ask for these parts. */
  String name(PolicyFile parts) {
    if (parts.isEmbeddedPolicy()) {
      return PolicyStack.EMBEDDED;
    }
    List<String> adapters = parts.adapters();
    if (adapters.isEmpty() && parts.base().equals(PolicyStack.EMBEDDED)) {
      return PolicyStack.EMBEDDED_BASE;
    }
    Path top = Path.of(adapters.isEmpty() ? parts.base() : adapters.get(adapters.size() - 1));
    Path named = top.startsWith(root) ? root.relativize(top).getName(0) : top.getFileName();
    return String.valueOf(named);
  }

  private static String nameOr(String asked) {
    return asked.isEmpty() ? PolicyStack.EMBEDDED : asked;
  }

  private static boolean isBundled(String name) {
    return name.equals(PolicyStack.EMBEDDED) || name.equals(PolicyStack.EMBEDDED_BASE);
  }

  private Path folder(String name) {
    Path folder = root.resolve(Requests.name(FIELD, name));
    if (!Files.isDirectory(folder)) {
      throw Refusal.of(
          Status.Code.NOT_FOUND,
          FIELD,
          Requests.quote(name),
          "embedded, embedded-base, or a run, model or adapter in the runs folder");
    }
    return folder;
  }

  /** Its adapter is written at the end. */
  private static boolean isUnfinished(Path folder) {
    return RunSetup.isRun(folder) && !Files.exists(new RunFolder(folder).adapter());
  }
}
