package io.ringrift.dataplane.agent.source;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The identity of an item and what its path says of it.
 *
 * @param itemId relative path with {@code /}, at most {@value #MAX_BYTES} bytes of UTF-8
 * @param kind class of the item
 * @param configKey what the data is for, e.g. {@code hex8_2p}
 */
public record ItemName(String itemId, ItemKind kind, String configKey) {
  /** As the contract allows. */
  public static final int MAX_BYTES = 512;

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  public ItemName {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(configKey, "configKey");
  }

  /**
   * The item under this name, of the kind and config that somebody else has told.
   *
   * @throws RefusedItemException if the id isn't a plain relative path, or the config no token; the
   *     message says what is wrong
   */
  public static ItemName of(String itemId, ItemKind kind, String configKey)
      throws RefusedItemException {
    refuseUnusable(itemId);
    if (!TOKEN.matcher(configKey).matches()) {
      throw new RefusedItemException(
          itemId, "has the config key '" + configKey + "', allowed is " + TOKEN.pattern());
    }
    return new ItemName(itemId, kind, configKey);
  }

  static void refuseUnusable(String itemId) throws RefusedItemException {
    if (itemId.isEmpty() || itemId.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new RefusedItemException(itemId, "must have 1.." + MAX_BYTES + " bytes");
    }
    if (itemId.indexOf('\\') >= 0
        || itemId.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFD)) {
      throw new RefusedItemException(
          itemId, "has a backslash, a control character or an undecodable one");
    }
    for (String segment : itemId.split("/", -1)) {
      if (segment.isEmpty() || segment.startsWith(".")) {
        throw new RefusedItemException(
            itemId, "has a segment that is empty or starts with a dot: '" + segment + "'");
      }
    }
  }
}
