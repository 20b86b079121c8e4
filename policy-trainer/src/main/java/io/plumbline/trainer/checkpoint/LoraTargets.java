package io.plumbline.trainer.checkpoint;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which modules an adapter's settings name, by PEFT's rules ({@code check_target_module_exists} of
 * its {@code tuners_utils.py}): a list of endings or a regular expression for whole paths, in all
 * layers or some, without exceptions. Whatever is more than a list of endings becomes a list of
 * paths.
 */
final class LoraTargets {
  private static final String TARGETS = "target_modules";
  private static final String LAYERS = "layers_to_transform";
  private static final String EXCLUDED = "exclude_modules";
  private static final String ALL = "all-linear";

  private LoraTargets() {}

  static List<String> of(JsonFile json, ModelConfig base) {
    boolean expression = json.isText(TARGETS);
    if (!expression && !json.has(LAYERS) && !json.has(EXCLUDED)) {
      return json.texts(TARGETS);
    }
    List<String> modules =
        base.linearShapes().keySet().stream()
            .filter(module -> expression ? found(json, module) : listed(json, TARGETS, module))
            .filter(module -> !json.has(LAYERS) || json.integers(LAYERS).contains(layer(module)))
            .filter(module -> !json.has(EXCLUDED) || !excluded(json, module))
            .toList();
    if (modules.isEmpty()) {
      throw json.error(TARGETS, "none of the model's", "at least one of its linear modules");
    }
    return modules;
  }

  private static boolean found(JsonFile json, String module) {
    String wanted = json.text(TARGETS, "");
    return wanted.equals(ALL) || expression(json, TARGETS, wanted).matcher(module).matches();
  }

  private static boolean listed(JsonFile json, String field, String module) {
    return json.texts(field).stream().anyMatch(target -> LoraConfig.matches(target, module));
  }

  private static boolean excluded(JsonFile json, String module) {
    return json.isText(EXCLUDED)
        ? expression(json, EXCLUDED, json.text(EXCLUDED, "")).matcher(module).matches()
        : listed(json, EXCLUDED, module);
  }

  private static Pattern expression(JsonFile json, String field, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw json.error(field, Messages.shown(text), "a list of names or a regular expression");
    }
  }

  /** The number in {@code model.layers.N.}. */
  private static int layer(String module) {
    String rest = module.substring("model.layers.".length());
    return Integer.parseInt(rest.substring(0, rest.indexOf('.')));
  }
}
