package io.ringrift.dataplane.streams.intake;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Config keys as they come: {@code sq8_2p}, {@code Square8-2p}, or inside a file name. */
final class ConfigKeys {

  private static final String BOARD = "(hexagonal|hex8|square8|square19|sq8|sq19)";
  private static final Pattern WHOLE =
      Pattern.compile(BOARD + "[_-]?(\\d)p(?:layers?)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern BOARD_ALONE =
      Pattern.compile("(?:board_?type\\.)?" + BOARD, Pattern.CASE_INSENSITIVE);
  private static final Pattern INSIDE = Pattern.compile("(?<![A-Za-z0-9])" + BOARD + "_([234])p");

  private ConfigKeys() {}

  /** Known boards in their one spelling; any other token as it is. */
  static String canonical(String text) {
    Matcher matcher = WHOLE.matcher(text);
    return matcher.matches() ? key(matcher.group(1), matcher.group(2)) : text;
  }

  static String of(String boardType, long players) {
    Matcher matcher = BOARD_ALONE.matcher(boardType);
    return key(matcher.matches() ? matcher.group(1) : boardType, Long.toString(players));
  }

  /** What a path says: its file name first, then its folders from the last to the first. */
  static Optional<String> inPath(String path) {
    String[] segments = path.split("/", -1);
    for (int i = segments.length - 1; i >= 0; i--) {
      Matcher matcher = INSIDE.matcher(segments[i]);
      if (matcher.find()) {
        return Optional.of(key(matcher.group(1), matcher.group(2)));
      }
    }
    return Optional.empty();
  }

  private static String key(String board, String players) {
    String lower = board.toLowerCase(Locale.ROOT);
    String full =
        switch (lower) {
          case "sq8" -> "square8";
          case "sq19" -> "square19";
          case "hexagonal", "hex8", "square8", "square19" -> lower;
          default -> board;
        };
    return full + "_" + players + "p";
  }
}
