package io.ringrift.dataplane.agent.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells by its path of which kind an item is and to which config it belongs; the first pattern that
 * matches decides. What no pattern matches is no item, and is counted and shown as unknown.
 *
 * <p>The config key is the segment that the pattern names as {@code {config}}, else the last board
 * and number of players in the path ({@code canonical_sq8_2p.db} is of {@code square8_2p}), else
 * the file's name without its ending.
 */
public final class ItemPatterns {
  /** Stands for {@link #STANDARD} in a list of patterns. */
  public static final String STANDARD_NAME = "standard";

  private static final List<String> STANDARD_TEXTS =
      List.of(
          "npz/{config}/**.npz=NPZ",
          "npz/**.npz=NPZ",
          "games/{tournament|tournaments}/**.db=GAME",
          "games/{config}/**.db=GAME",
          "games/**.db=GAME",
          "models/{config}/**.{pth|pt|onnx}=MODEL",
          "models/**.{pth|pt|onnx}=MODEL",
          "checkpoints/{config}/**=CHECKPOINT",
          "checkpoints/**=CHECKPOINT",
          // The folders of a training host, of the bucket and of the external drive. Not all of
          // data/: services keep databases of their own there.
          "data/{games|selfplay|tournament|tournaments}/**.db=GAME",
          "data/{training|npz}/**.npz=NPZ",
          "data/models/**.{pth|pt|onnx}=MODEL",
          "data/checkpoints/**=CHECKPOINT",
          "consolidated/games/**.db=GAME",
          "consolidated/training/**.npz=NPZ",
          "consolidated/models/**.{pth|pt|onnx}=MODEL",
          "nodes/*/**.db=GAME",
          "nodes/*/**.npz=NPZ",
          "nodes/*/**.{pth|pt|onnx}=MODEL",
          // Wherever they lie: a glob that missed these left them on hosts that went away.
          "**canonical_**.db=GAME",
          "**tournament**.db=GAME");

  /** What the seed's cluster needs. */
  public static final ItemPatterns STANDARD = of(List.of(STANDARD_NAME));

  private static final Pattern BOARD_AND_PLAYERS =
      Pattern.compile("(hexagonal|hex8|square8|square19|sq8|sq19)_([234])p");

  private final List<ItemPattern> patterns;

  private ItemPatterns(List<ItemPattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /**
   * @param texts each {@code GLOB=KIND}, or {@value #STANDARD_NAME} for the standard ones
   * @throws IllegalArgumentException naming every pattern that can't be used, and why
   */
  public static ItemPatterns of(List<String> texts) {
    List<ItemPattern> patterns = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (String text : texts) {
      for (String one : text.equals(STANDARD_NAME) ? STANDARD_TEXTS : List.of(text)) {
        try {
          patterns.add(ItemPattern.parse(one));
        } catch (IllegalArgumentException e) {
          faults.add(e.getMessage());
        }
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return new ItemPatterns(patterns);
  }

  /**
   * @throws RefusedItemException if it isn't a plain relative path that a pattern matches; the
   *     message says what is wrong
   */
  public ItemName name(String itemId) throws RefusedItemException {
    ItemName.refuseUnusable(itemId);
    for (ItemPattern pattern : patterns) {
      Matcher matcher = pattern.ids().matcher(itemId);
      if (matcher.matches()) {
        String told = pattern.capturesConfig() ? matcher.group(ItemPattern.CONFIG) : "";
        return ItemName.of(
            itemId, pattern.kind(), told.isEmpty() ? configIn(itemId) : canonical(told));
      }
    }
    throw new RefusedItemException(itemId, "is of no known class: no pattern matches it");
  }

  private static String configIn(String itemId) {
    Matcher matcher = BOARD_AND_PLAYERS.matcher(itemId);
    String last = null;
    while (matcher.find()) {
      last = canonical(matcher.group());
    }
    if (last != null) {
      return last;
    }
    String fileName = itemId.substring(itemId.lastIndexOf('/') + 1);
    int dot = fileName.lastIndexOf('.');
    return dot > 0 ? fileName.substring(0, dot) : fileName;
  }

  private static String canonical(String config) {
    return config.startsWith("sq") && BOARD_AND_PLAYERS.matcher(config).matches()
        ? config.replaceFirst("^sq(?=8_|19_)", "square")
        : config;
  }
}
