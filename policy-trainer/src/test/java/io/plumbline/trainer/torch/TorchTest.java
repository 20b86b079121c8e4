package io.plumbline.trainer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {
  private static final String SQUARES =
      """
        def squares(self: __torch__.M, x: Tensor, more: List[Tensor]) -> List[Tensor]:
          out = annotate(List[Tensor], [torch.mul(x, x)])
          for i in range(torch.len(more)):
            _0 = torch.append(out, torch.mul(more[i], more[i]))
          return out
      """;

  private NDManager manager;

  @BeforeEach
  void open() {
    Torch.enterThread(true);
    manager = Torch.newManager();
  }

  @AfterEach
  void close() {
    manager.close();
    Torch.enterThread(false);
  }

  @Test
  void aMethodTakesArraysAndListsInTheirOrder() {
    Script script = Script.compile(manager, SQUARES);
    NDList found = script.differentiable(manager, "squares", array(1), List.of(array(2), array(3)));
    assertThat(found.stream().map(NDArray::getFloat)).containsExactly(1f, 4f, 9f);
    found = script.inference(manager, "squares", array(1), List.of(array(2), array(3)));
    assertThat(found.stream().map(NDArray::getFloat)).containsExactly(1f, 4f, 9f);
  }

  @Test
  void inferenceTakesAnEmptyListToo() {
    Script script = Script.compile(manager, SQUARES);
    assertThat(script.inference(manager, "squares", array(3), List.of())).hasSize(1);
  }

  @Test
  void resultsBelongToTheManagerThatWasGiven() {
    Script script = Script.compile(manager, SQUARES);
    NDArray x = array(3);
    List<NDArray> more = List.of(array(4));
    int before = manager.getManagedArrays().size();
    try (NDManager scratch = manager.newSubManager()) {
      assertThat(script.differentiable(scratch, "squares", x, more))
          .allSatisfy(result -> assertThat(result.getManager()).isSameAs(scratch));
      assertThat(script.inference(scratch, "squares", x, more))
          .allSatisfy(result -> assertThat(result.getManager()).isSameAs(scratch));
    }
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void aMistakeInTheTextIsShown() {
    String text = SQUARES.replace("torch.mul(x, x)", "torch.no_such_thing(x)");
    assertThatThrownBy(() -> Script.compile(manager, text))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_thing");
  }

  @Test
  void gradientsAddUpUntilTheyAreSetToZero() {
    NDArray x = array(3);
    x.setRequiresGradient(true);
    Torch.backward(x.square());
    Torch.backward(x.mul(2));
    assertThat(x.getGradient().getFloat()).isEqualTo(8);
    Torch.zeroGradient(x);
    assertThat(x.getGradient().getFloat()).isZero();
    Torch.backward(x.mul(2));
    assertThat(x.getGradient().getFloat()).isEqualTo(2);
  }

  @Test
  void gradientsReachWhatWentIntoAScript() {
    NDArray x = array(3);
    x.setRequiresGradient(true);
    Script script = Script.compile(manager, SQUARES);
    Torch.backward(script.differentiable(manager, "squares", array(1), List.of(x)).get(1));
    assertThat(x.getGradient().getFloat()).isEqualTo(6);
  }

  @Test
  void anAliasSharesTheMemoryAndHasAGradientOfItsOwn() {
    NDArray x = array(3);
    NDArray alias = Torch.alias(x);
    alias.setRequiresGradient(true);
    x.muli(2);
    Torch.backward(alias.square());
    assertThat(alias.getFloat()).isEqualTo(6);
    assertThat(alias.getGradient().getFloat()).isEqualTo(12);
    assertThat(x.hasGradient()).isFalse();
  }

  @Test
  void eachThreadDecidesForItselfWhetherItTapes() throws InterruptedException {
    NDArray x = array(3);
    x.setRequiresGradient(true);
    List<Throwable> failures = new ArrayList<>();
    Thread other =
        new Thread(
            () -> {
              Torch.enterThread(false);
              try {
                Torch.backward(x.square());
              } catch (EngineException e) {
                failures.add(e);
              }
            });
    other.start();
    other.join();
    assertThat(failures).hasSize(1);
    Torch.backward(x.square());
    assertThat(x.getGradient().getFloat()).isEqualTo(6);
  }

  @Test
  void aMachineWithoutALibraryIsToldWhatToInstall(@TempDir Path cache)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--enable-") || flag.startsWith("--sun-misc-"))
        .forEach(command::add);
    command.addAll(List.of("-Dos.name=Linux", "-Dos.arch=riscv64", "-DDJL_CACHE_DIR=" + cache));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Start.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(printed)
        .endsWith(
            "PyTorch's native library cannot be loaded on Linux riscv64: none is on the class path"
                + " (expected: Linux on x86_64 with glibc 2.28 or newer and libstdc++, or macOS on"
                + " arm64; elsewhere add ai.djl.pytorch:pytorch-native-cpu for the platform to"
                + " policy-trainer/pom.xml)");
  }

  /** Starts the engine in a process of its own and prints why it cannot. */
  static final class Start {
    private Start() {}

    public static void main(String[] arguments) {
      try {
        Torch.newManager().close();
      } catch (TorchUnavailableException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private NDArray array(float value) {
    return manager.create(value);
  }
}
