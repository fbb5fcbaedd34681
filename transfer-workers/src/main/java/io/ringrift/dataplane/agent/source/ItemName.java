package io.ringrift.dataplane.agent.source;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of an item, as its path below the data root says it.
 *
 * @param itemId relative path with {@code /}, at most {@value #MAX_BYTES} bytes of UTF-8
 * @param kind class of the item
 * @param configKey second segment if there are three or more, else what the file name says
 */
public record ItemName(String itemId, ItemKind kind, String configKey) {
  /** As the contract allows. */
  public static final int MAX_BYTES = 512;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern BOARD_AND_PLAYERS =
      Pattern.compile("(hexagonal|hex8|square8|square19|sq8|sq19)_([234])p");

  /**
   * Parses an item id.
   *
   * @throws RefusedItemException if it isn't a plain relative path of a known class; the message
   *     says what is wrong
   */
  public static ItemName parse(String itemId) throws RefusedItemException {
    refuseUnusable(itemId);
    String[] segments = itemId.split("/", -1);
    for (String segment : segments) {
      if (segment.isEmpty() || segment.startsWith(".")) {
        throw new RefusedItemException(
            itemId, "has a segment that is empty or starts with a dot: '" + segment + "'");
      }
    }
    String fileName = segments[segments.length - 1];
    Optional<ItemKind> kind =
        segments.length < 2 ? Optional.empty() : ItemKind.of(segments[0], fileName);
    if (kind.isEmpty()) {
      throw new RefusedItemException(
          itemId,
          "is of no known class; known are npz/**.npz, games/**.db, models/**.pth|.pt|.onnx,"
              + " checkpoints/**");
    }
    String configKey = segments.length >= 3 ? segments[1] : configKeyIn(fileName);
    if (!TOKEN.matcher(configKey).matches()) {
      throw new RefusedItemException(
          itemId, "has the config key '" + configKey + "', allowed is " + TOKEN.pattern());
    }
    return new ItemName(itemId, kind.get(), configKey);
  }

  private static void refuseUnusable(String itemId) throws RefusedItemException {
    if (itemId.isEmpty() || itemId.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new RefusedItemException(itemId, "must have 1.." + MAX_BYTES + " bytes");
    }
    if (itemId.indexOf('\\') >= 0
        || itemId.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD)) {
      throw new RefusedItemException(
          itemId, "has a backslash, a control character or an undecodable one");
    }
  }

  /** {@code canonical_sq8_2p.db} belongs to {@code square8_2p}; without such a mark: the stem. */
  private static String configKeyIn(String fileName) {
    Matcher matcher = BOARD_AND_PLAYERS.matcher(fileName);
    if (matcher.find()) {
      String board = matcher.group(1);
      return (board.startsWith("sq") && !board.startsWith("square")
              ? board.replace("sq", "square")
              : board)
          + "_"
          + matcher.group(2)
          + "p";
    }
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }
}
