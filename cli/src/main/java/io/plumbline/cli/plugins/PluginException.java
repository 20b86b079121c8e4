package io.plumbline.cli.plugins;

/** A plugin that cannot be served; the message names its jar and what was expected of it. */
public final class PluginException extends Exception {
  private static final long serialVersionUID = 1;

  PluginException(String message) {
    super(message);
  }

  PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
