package io.ringrift.dataplane.contract.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a process's command line: {@code --config FILE}, {@code --verbose}, and any setting
 * as {@code --key value} or {@code --key=value}.
 */
public record ProcessArguments(
    Optional<Path> config, boolean verbose, Map<String, String> settings) {

  /**
   * @throws IllegalArgumentException if a word has no place; names it
   */
  public static ProcessArguments parse(String[] words) {
    Map<String, String> settings = new HashMap<>();
    boolean verbose = false;
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (!word.startsWith("--") || word.length() == 2) {
        throw new IllegalArgumentException("'" + word + "' has no place; allowed: --key value");
      }
      int equals = word.indexOf('=');
      if (word.equals("--verbose")) {
        verbose = true;
      } else if (equals > 0) {
        settings.put(word.substring(2, equals), word.substring(equals + 1));
      } else if (i + 1 < words.length) {
        settings.put(word.substring(2), words[++i]);
      } else {
        throw new IllegalArgumentException(word + " has no value; allowed: " + word + " VALUE");
      }
    }
    Optional<Path> config = Optional.ofNullable(settings.remove("config")).map(Path::of);
    return new ProcessArguments(config, verbose, settings);
  }
}
