package io.plumbline.trainer.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtEngine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * This package calls DJL's internals and hands PyTorch an archive of its own making. When either
 * moves, read both again, then change the versions here.
 */
class VersionTest {
  private static final String PYTORCH_VERSION = "2.7.1";

  @Test
  void djlIsTheVersionThatThisPackageWasWrittenAgainst() throws IOException {
    Properties engine = new Properties();
    try (InputStream in = PtEngine.class.getResourceAsStream("/pytorch-engine.properties")) {
      engine.load(in);
    }
    assertThat(engine.getProperty("djl_version")).isEqualTo(Torch.DJL_VERSION);
    assertThat(Engine.getDjlVersion()).isEqualTo(Torch.DJL_VERSION);
  }

  @Test
  void theLibraryThatIsLoadedIsThePyTorchThatDjlWasBuiltFor() {
    assertThat(Torch.version()).isEqualTo(PYTORCH_VERSION);
  }
}
