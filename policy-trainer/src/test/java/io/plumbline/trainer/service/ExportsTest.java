package io.plumbline.trainer.service;

import static io.plumbline.trainer.service.Service.refused;
import static io.plumbline.trainer.service.Service.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.grpc.Status;
import io.plumbline.policy.v1.ExportForm;
import io.plumbline.policy.v1.ExportPolicyRequest;
import io.plumbline.policy.v1.ExportPolicyResponse;
import io.plumbline.policy.v1.ExportedFile;
import io.plumbline.policy.v1.GenerateRequest;
import io.plumbline.policy.v1.RunState;
import io.plumbline.policy.v1.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies are written into folders that are policies again. */
@Tag("once")
class ExportsTest {
  @TempDir Path runs;
  private Service service;

  @BeforeEach
  void train() throws Exception {
    service = new Service(runs);
    service.start(run("run", 3));
    assertThat(service.await("run").getState()).isEqualTo(RunState.RUN_STATE_FINISHED);
  }

  @AfterEach
  void close() {
    service.close();
  }

  private ExportPolicyResponse export(String policy, String name, ExportForm form) {
    return service
        .stub()
        .exportPolicy(
            ExportPolicyRequest.newBuilder().setPolicy(policy).setName(name).setForm(form).build());
  }

  private List<Token> answer(String policy) {
    GenerateRequest request =
        GenerateRequest.newBuilder()
            .setPolicy(policy)
            .setText("a,b\n1,2\n")
            .setMaxTokens(60)
            .setTemperature(1)
            .setSeed(4)
            .build();
    List<Token> tokens = new ArrayList<>();
    service
        .stub()
        .generate(request)
        .forEachRemaining(part -> tokens.addAll(part.getPiece().getTokensList()));
    return tokens;
  }

  /** The same tokens; their log-probabilities as near as sums in another order allow. */
  private void assertAnswers(String policy, List<Token> expected) {
    List<Token> found = answer(policy);
    assertThat(found)
        .extracting(Token::getId)
        .isEqualTo(expected.stream().map(Token::getId).toList());
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).getLogProb()).isCloseTo(expected.get(i).getLogProb(), within(1e-4f));
    }
  }

  @Test
  void whatIsWrittenIsThePolicyByAnotherName() {
    ExportPolicyResponse adapter = export("run", "mine", ExportForm.EXPORT_FORM_ADAPTER);
    assertThat(adapter.getGreatestDifference()).isBetween(0.0, 1e-4);
    assertThat(adapter.getFilesList())
        .extracting(ExportedFile::getPath)
        .containsExactly(
            "mine/adapter/adapter_config.json",
            "mine/adapter/adapter_model.safetensors",
            "mine/policy.json");
    assertThat(adapter.getFilesList())
        .allMatch(file -> file.getSize() == service.bytes(file.getPath()).length);
    ExportPolicyResponse model = export("run", "merged", ExportForm.EXPORT_FORM_MODEL);
    assertThat(model.getFilesList())
        .extracting(ExportedFile::getPath)
        .containsExactly("merged/config.json", "merged/model.safetensors", "merged/tokenizer.json");

    List<Token> expected = answer("run");
    assertThat(expected).isNotEmpty().isNotEqualTo(answer("tiny"));
    assertAnswers("mine", expected);
    assertAnswers("merged", expected);
    service.start(run("onwards", 1).setPolicy("mine"));
    assertThat(service.await("onwards").getPolicy()).isEqualTo("mine");
  }

  @Test
  void whatCannotBeWrittenIsRefusedAndLeavesNothing() throws Exception {
    refused(
        () -> export("run", "a/b", ExportForm.EXPORT_FORM_ADAPTER),
        Status.Code.INVALID_ARGUMENT,
        "name: \"a/b\" (expected: 1 to 100 letters, digits and _ . -, the first no dot)");
    refused(
        () -> export("run", "mine", ExportForm.EXPORT_FORM_UNSPECIFIED),
        Status.Code.INVALID_ARGUMENT,
        "form: absent (expected: an adapter or a model)");
    refused(
        () -> export("run", "tiny", ExportForm.EXPORT_FORM_MODEL),
        Status.Code.ALREADY_EXISTS,
        "name: \"tiny\" is there (expected: a new name)");
    refused(
        () -> export("tiny", "mine", ExportForm.EXPORT_FORM_ADAPTER),
        Status.Code.INVALID_ARGUMENT,
        "policy: tiny (expected: one with an adapter)");
    refused(
        () -> export("nobody", "mine", ExportForm.EXPORT_FORM_MODEL),
        Status.Code.NOT_FOUND,
        "policy: \"nobody\" (expected: embedded, embedded-base, or a run, model or adapter in the"
            + " runs folder)");
    Files.writeString(runs.resolve("run/adapter/adapter_config.json"), "{");
    assertThatThrownBy(() -> export("run", "mine", ExportForm.EXPORT_FORM_MODEL))
        .hasMessageStartingWith("FAILED_PRECONDITION: ");
    try (var files = Files.list(runs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(".lock", "rambling", "run", "tiny");
    }
  }
}
