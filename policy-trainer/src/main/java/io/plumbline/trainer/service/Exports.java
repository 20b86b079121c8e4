package io.plumbline.trainer.service;

import io.grpc.Status;
import io.plumbline.policy.v1.ExportForm;
import io.plumbline.policy.v1.ExportPolicyRequest;
import io.plumbline.policy.v1.ExportPolicyResponse;
import io.plumbline.policy.v1.ExportedFile;
import io.plumbline.trainer.policies.Export;
import io.plumbline.trainer.policies.PolicyFile;
import io.plumbline.trainer.policies.PolicyStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes policies as folders of the runs folder. */
final class Exports {
  private final Path root;
  private final Policies policies;

  Exports(Path root, Policies policies) {
    this.root = root;
    this.policies = policies;
  }

  /** On one thread at a time. */
  ExportPolicyResponse export(ExportPolicyRequest request) throws IOException {
    String name = Requests.newName("name", request.getName());
    ExportForm form = request.getForm();
    if (form != ExportForm.EXPORT_FORM_ADAPTER && form != ExportForm.EXPORT_FORM_MODEL) {
      throw Refusal.invalid("form", "absent", "an adapter or a model");
    }
    Path folder = root.resolve(name);
    if (Files.exists(folder)) {
      throw Refusal.of(
          Status.Code.ALREADY_EXISTS, "name", Requests.quote(name) + " is there", "a new name");
    }
    Path draft = root.resolve("." + name + ".new");
    delete(draft); // of a process that was killed
    try (PolicyStack stack = policies.open(request.getPolicy())) {
      double difference =
          form == ExportForm.EXPORT_FORM_MODEL ? Export.model(stack, draft) : adapter(stack, draft);
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      return ExportPolicyResponse.newBuilder()
          .addAllFiles(files(folder))
          .setGreatestDifference(difference)
          .build();
    } finally {
      delete(draft);
    }
  }

  /** With a note of its base, so that it is a policy by its name. */
  private static double adapter(PolicyStack stack, Path draft) throws IOException {
    Files.createDirectories(draft);
    Path adapter = draft.resolve("adapter");
    double difference = Export.adapter(stack, adapter);
    new PolicyFile(stack.parts().base(), List.of(adapter.toString())).write(draft);
    return difference;
  }

  private List<ExportedFile> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .map(
              file ->
                  ExportedFile.newBuilder()
                      .setPath(root.relativize(file).toString().replace('\\', '/'))
                      .setSize(file.toFile().length())
                      .build())
          .toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
