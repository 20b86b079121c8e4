package io.plumbline.trainer.policies;

import io.plumbline.trainer.tokenizer.LexiconTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The policy among the resources: a folder while developing, a part of the jar otherwise. */
public final class Embedded {
  private static final String ROOT = "/io/plumbline/trainer/embedded/";

  private Embedded() {}

  /** Its tokenizer; close it. */
  public static LexiconTokenizer tokenizer() {
    try (InputStream json = resource("tokenizer.json").openStream()) {
      return LexiconTokenizer.of(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What its evaluation showed when it was made, as a run's {@code before.json} has it. */
  public static Optional<String> figures() {
    URL url = Embedded.class.getResource(ROOT + "before.json");
    if (url == null) {
      return Optional.empty();
    }
    try (InputStream json = url.openStream()) {
      return Optional.of(new String(json.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder(String name) {
    try {
      URI uri = resource(name).toURI();
      if (uri.getScheme().equals("jar")) {
        try {
          FileSystems.newFileSystem(uri, Map.of()); // stays open: it is read again and again
        } catch (FileSystemAlreadyExistsException e) {
          // by an earlier call
        }
      }
      return Path.of(uri);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL resource(String name) {
    URL url = Embedded.class.getResource(ROOT + name);
    if (url == null) {
      throw new IllegalStateException("embedded/" + name + " is missing from the jar");
    }
    return url;
  }
}
