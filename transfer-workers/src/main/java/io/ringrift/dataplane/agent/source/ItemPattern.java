package io.ringrift.dataplane.agent.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which item ids are of a kind, as {@code GLOB=KIND}. In the glob, {@code *} stands for anything
 * within a segment, {@code **} for anything, <code>{a|b}</code> for one of these, and {@code
 * {config}} for the segment that is the config key. Upper and lower case are the same.
 *
 * @param ids what matches; a group named {@value #CONFIG} captures the config key
 */
record ItemPattern(String glob, Pattern ids, ItemKind kind) {
  static final String CONFIG = "config";

  private static final String CONFIG_SEGMENT = "{" + CONFIG + "}";

  /**
   * @throws IllegalArgumentException naming the pattern and what is allowed
   */
  static ItemPattern parse(String text) {
    int equals = text.lastIndexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("'" + text + "', allowed: GLOB=KIND");
    }
    String glob = text.substring(0, equals).strip();
    String kind = text.substring(equals + 1).strip();
    return new ItemPattern(
        glob, Pattern.compile(regex(glob), Pattern.CASE_INSENSITIVE), kind(kind));
  }

  boolean capturesConfig() {
    return glob.contains(CONFIG_SEGMENT);
  }

  private static ItemKind kind(String text) {
    return Arrays.stream(ItemKind.values())
        .filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "kind '%s', allowed are %s"
                        .formatted(text, Arrays.toString(ItemKind.values()))));
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      if (glob.startsWith(CONFIG_SEGMENT, at)) {
        if (regex.indexOf("(?<" + CONFIG) >= 0) {
          throw new IllegalArgumentException("'" + glob + "' names {config} twice");
        }
        regex.append("(?<").append(CONFIG).append(">[^/]+)");
        at += CONFIG_SEGMENT.length();
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else if (glob.charAt(at) == '*') {
        regex.append("[^/]*");
        at++;
      } else if (glob.charAt(at) == '{') {
        int end = glob.indexOf('}', at);
        if (end < 0) {
          throw new IllegalArgumentException("'" + glob + "' has a { without its }");
        }
        regex.append("(?:");
        String[] words = glob.substring(at + 1, end).split("\\|", -1);
        regex.append(String.join("|", Arrays.stream(words).map(Pattern::quote).toList()));
        regex.append(')');
        at = end + 1;
      } else {
        regex.append(Pattern.quote(glob.substring(at, at + 1)));
        at++;
      }
    }
    return regex.toString();
  }
}
