package io.plumbline.judges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeConfigFileTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KEY", " sk-very-secret\n",
          "SPLIT_KEY", "sk-very secret",
          "NONE", " ",
          "ANTHROPIC_API_KEY", "sk-of-anthropic");

  @TempDir private Path folder;

  private JudgeConfig read(String settings) throws IOException {
    Path file = folder.resolve("judge.properties");
    Files.writeString(file, settings);
    return JudgeConfigFile.read(file, ENVIRONMENT);
  }

  @Test
  void aProviderAndAModelAreEnough() throws IOException {
    JudgeConfig config = read("provider=anthropic\nmodel=m-1\n");
    assertThat(config.key().map(ApiKey::value)).contains("sk-of-anthropic");
    assertThat(config)
        .isEqualTo(
            new JudgeConfig(
                Provider.ANTHROPIC,
                URI.create("https://api.anthropic.com"),
                "m-1",
                config.key(),
                300,
                60_000,
                5,
                4,
                StubEndpoint.FREE,
                Optional.empty()));
    assertThat(config.id()).hasToString("m-1 at anthropic https://api.anthropic.com");
    assertThat(config.resolve("/v1/messages")).hasToString("https://api.anthropic.com/v1/messages");
    assertThat(read("provider=openai\nmodel=m\nkey_env=KEY").baseUrl())
        .hasToString("https://api.openai.com/v1");
  }

  @Test
  void everySettingIsRead() throws IOException {
    JudgeConfig config =
        read(
            """
            # one's own server
            provider=openai
            base_url=http://localhost:8000/v1/
            model=m
            key_env=KEY
            max_tokens=16
            timeout_ms=100
            retries=0
            max_in_flight=256
            price_in=0.5
            price_out=2
            budget=10
            cache_file=sub/cache.jsonl
            """);
    assertThat(config.key().map(ApiKey::value)).contains("sk-very-secret");
    assertThat(config)
        .isEqualTo(
            new JudgeConfig(
                Provider.OPENAI,
                URI.create("http://localhost:8000/v1/"),
                "m",
                config.key(),
                16,
                100,
                0,
                256,
                new Pricing(0.5, 2, 10),
                Optional.of(folder.toAbsolutePath().resolve("sub/cache.jsonl"))));
    assertThat(config.resolve("/chat/completions"))
        .hasToString("http://localhost:8000/v1/chat/completions");
    assertThat(config.id())
        .isEqualTo(new JudgeId("openai http://localhost:8000/v1", "m"))
        .hasToString("m at openai http://localhost:8000/v1");
  }

  @Test
  void aKeyFromTheEnvironmentShowsNowhere() throws IOException {
    JudgeConfig config = read("provider=anthropic\nmodel=m\nkey_env=KEY\n");
    assertThat(config.key().map(ApiKey::value)).contains("sk-very-secret");
    assertThat(config.toString()).contains("[key]").doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model=m | provider: missing (expected: anthropic or openai)",
        "provider=acme;model=m | provider: \"acme\" (expected: anthropic or openai)",
        "provider=openai | model: missing (expected: the model's name)",
        "provider=openai;model= | model: missing (expected: the model's name)",
        "temperature=1 | temperature: unknown (expected: one of provider, model, base_url, key_env,"
            + " max_tokens, timeout_ms, retries, max_in_flight, price_in, price_out, budget,"
            + " cache_file)",
        "OK;max_tokens=15 | max_tokens: 15 (expected: 16 to 4096)",
        "OK;max_tokens=4097 | max_tokens: 4097 (expected: 16 to 4096)",
        "OK;max_tokens=x | max_tokens: \"x\" (expected: an integer)",
        "OK;timeout_ms=99 | timeout_ms: 99 (expected: 100 to 600000)",
        "OK;retries=11 | retries: 11 (expected: 0 to 10)",
        "OK;retries=-1 | retries: -1 (expected: 0 to 10)",
        "OK;max_in_flight=0 | max_in_flight: 0 (expected: 1 to 256)",
        "OK;price_in=-1 | price_in: -1.0 (expected: at least 0)",
        "OK;price_out=NaN | price_out: NaN (expected: at least 0)",
        "OK;price_in=Infinity | price_in: Infinity (expected: at least 0)",
        "OK;price_out=x | price_out: \"x\" (expected: a number)",
        "OK;price_in=1;budget=0 | budget: 0.0 (expected: more than 0)",
        "OK;budget=5 | budget: 5.0 (expected: a price_in or a price_out to count it by)",
        "OK;base_url=a b | base_url: not a URL (expected: http or https, a host and perhaps a"
            + " path)",
        "OK;base_url=ftp://h | base_url: not usable (expected: http or https, a host and perhaps a"
            + " path, no more)",
        "OK;base_url=h/v1 | base_url: not usable (expected: http or https, a host and perhaps a"
            + " path, no more)",
        "OK;base_url=https:/v1 | base_url: not usable (expected: http or https, a host and perhaps"
            + " a path, no more)",
        "OK;base_url=https://h/v1?a=b | base_url: not usable (expected: http or https, a host and"
            + " perhaps a path, no more)",
        "OK;base_url=https://h/v1#a | base_url: not usable (expected: http or https, a host and"
            + " perhaps a path, no more)",
        "OK;base_url=https://me:secret@h | base_url: not usable (expected: http or https, a host"
            + " and perhaps a path, no more)",
        "OK;base_url=http://h;key_env=KEY | base_url: http://h (expected: https, or no key, which"
            + " would go in the clear)",
        "provider=openai;model=m | key_env: OPENAI_API_KEY (expected: an environment variable that"
            + " is set and holds the key)",
        "OK;key_env=UNSET | key_env: UNSET (expected: an environment variable that is set and holds"
            + " the key)",
        "OK;key_env=NONE | key_env: NONE (expected: an environment variable that is set and holds"
            + " the key)",
        "OK;key_env=SPLIT_KEY | key_env: SPLIT_KEY: key: not shown (expected: 1 to 4096 printable"
            + " ASCII characters without spaces)",
        "OK;model=a\\u0007b | model: \"a b\" (expected: 1 to 200 printable characters)",
        "OK;model=\\u12 | a broken escape (expected: a .properties file)"
      })
  void whatMakesNoSenseIsRefusedByName(String settings, String message) {
    String lines =
        settings
            .replace("OK", "provider=openai;model=m;base_url=http://localhost/v1")
            .replace(';', '\n');
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(JudgeFileException.class)
        .hasMessage(folder.resolve("judge.properties") + ": " + message);
  }

  @Test
  void aFileThatCannotBeReadIsRefused() throws IOException {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> JudgeConfigFile.read(gone, ENVIRONMENT))
        .hasMessage("judge: " + gone + " (expected: a file that exists)");
    Files.write(gone, new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> JudgeConfigFile.read(gone, ENVIRONMENT))
        .hasMessage("judge: " + gone + ":1: invalid UTF-8 (expected: UTF-8)");
  }

  @Test
  void aKeyGoesInTheClearToThisMachineOnly() throws IOException {
    assertThat(read("provider=openai\nmodel=m\nkey_env=KEY\nbase_url=http://127.0.0.1:1/v1").key())
        .isPresent();
    assertThat(read("provider=openai\nmodel=m\nkey_env=KEY\nbase_url=http://[::1]:1/v1").key())
        .isPresent();
    assertThat(read("provider=openai\nmodel=m\nbase_url=http://other/v1").key()).isEmpty();
  }

  @Test
  void theProvidersKeyGoesToTheProviderAlone() throws IOException {
    String mine = "provider=anthropic\nmodel=m\nbase_url=https://proxy\n";
    assertThat(read(mine).key()).isEmpty();
    assertThat(read(mine + "key_env=ANTHROPIC_API_KEY").key()).isPresent();
  }

  @Test
  void onePriceIsEnoughToCountABudgetBy() throws IOException {
    String mine = "provider=openai\nmodel=m\nbase_url=http://localhost/v1\nbudget=10\n";
    assertThat(read(mine + "price_in=1").pricing()).isEqualTo(new Pricing(1, 0, 10));
    assertThat(read(mine + "price_out=1").pricing()).isEqualTo(new Pricing(0, 1, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 201})
  void aModelsNameHasOneToTwoHundredCharacters(int length) {
    assertThatThrownBy(
            () ->
                new JudgeConfig(
                    Provider.OPENAI,
                    URI.create("http://localhost/v1"),
                    "m".repeat(length),
                    Optional.empty(),
                    300,
                    60_000,
                    5,
                    4,
                    StubEndpoint.FREE,
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "model: \""
                + "m".repeat(Math.min(length, 60))
                + "\" (expected: 1 to 200 printable"
                + " characters)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sk-\u00e9", "sk- x"})
  void aKeyIsPrintableAscii(String value) {
    assertThatThrownBy(() -> new ApiKey(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "key: not shown (expected: 1 to 4096 printable ASCII characters without spaces)");
    assertThatThrownBy(() -> new ApiKey("k".repeat(4097)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new ApiKey("k".repeat(4096)).value()).hasSize(4096);
  }
}
