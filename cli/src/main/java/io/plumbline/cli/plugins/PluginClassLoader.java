package io.plumbline.cli.plugins;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/**
 * The classes of one jar. Beside the JDK it sees {@code io.plumbline.graders} and nothing of this
 * process, so that a plugin may bring other versions of libraries that the server has too.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final ClassLoader HOST = PluginClassLoader.class.getClassLoader();

  PluginClassLoader(Path jar) throws MalformedURLException {
    super(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  /** Asked for what the JDK does not have. */
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return name.startsWith("io.plumbline.graders.") || name.startsWith("org.jspecify.annotations.")
        ? HOST.loadClass(name)
        : super.findClass(name);
  }
}
