package io.ringrift.dataplane.streams;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line of the streams application.
 *
 * @param config settings file; null: none
 * @param settings over those of the file
 * @param verbose whether failures come with their stack trace
 * @param withParent whether to end when standard input does
 */
record AppArguments(
    Path config, Map<String, String> settings, boolean verbose, boolean withParent) {

  static final String USAGE =
      "usage: DataPlaneApp [--config FILE] [--set KEY=VALUE]... [--verbose] [--with-parent]";

  /**
   * @throws IllegalArgumentException that says what is wrong
   */
  static AppArguments parse(String... words) {
    Path config = null;
    Map<String, String> settings = new TreeMap<>();
    boolean verbose = Boolean.getBoolean("dataplane.verbose");
    boolean withParent = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--config" -> config = Path.of(value(words, ++i));
        case "--set" -> {
          String setting = value(words, ++i);
          int equals = setting.indexOf('=');
          if (equals < 1) {
            throw new IllegalArgumentException("--set is '" + setting + "', allowed: KEY=VALUE");
          }
          settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        case "--verbose" -> verbose = true;
        case "--with-parent" -> withParent = true;
        default -> throw new IllegalArgumentException("unknown argument " + words[i]);
      }
    }
    return new AppArguments(config, settings, verbose, withParent);
  }

  private static String value(String[] words, int position) {
    if (position >= words.length) {
      throw new IllegalArgumentException(words[position - 1] + " needs a value");
    }
    return words[position];
  }
}
