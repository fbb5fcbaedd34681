package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.avro.ContentVersion;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which copies are asked about.
 *
 * @param madeBefore null: of any age
 * @param glob null: any item
 * @param prefix with which the ids of all that fit begin; may be empty
 */
record CopyFilter(
    Optional<String> node,
    Optional<ItemType> type,
    Optional<String> config,
    Instant madeBefore,
    PathMatcher glob,
    String prefix) {

  private static final Pattern LITERAL = Pattern.compile("^[^*?\\[{\\\\]*");

  static CopyFilter of(Query query, Instant now) {
    query.allow("item", "node", "type", "config", "pattern", "older_than_s", "limit");
    Optional<String> pattern = query.text("pattern");
    return new CopyFilter(
        query.text("node"),
        query.choice("type", ItemType.class),
        query.text("config"),
        query.text("older_than_s").map(age -> now.minus(seconds(age))).orElse(null),
        pattern.map(CopyFilter::glob).orElse(null),
        pattern.map(CopyFilter::literal).orElse(""));
  }

  private static Duration seconds(String text) {
    try {
      return Duration.ofSeconds(Math.max(0, Integer.parseInt(text)));
    } catch (NumberFormatException e) {
      throw ApiException.invalid("older_than_s is '" + text + "', allowed: whole seconds");
    }
  }

  private static PathMatcher glob(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException e) {
      throw ApiException.invalid("pattern is '" + pattern + "': " + e.getMessage());
    }
  }

  private static String literal(String pattern) {
    Matcher matcher = LITERAL.matcher(pattern);
    return matcher.find() ? matcher.group() : "";
  }

  /** Whether any copy of the item is asked about. */
  boolean takes(ManifestItem item) {
    return item.getReplicas().stream().anyMatch(copy -> takes(item, copy));
  }

  boolean takes(ManifestItem item, Replica copy) {
    return copy.getPresence() == Presence.PRESENT
        && (node.isEmpty() || copy.getNodeId().equals(node.get()))
        && (type.isEmpty() || item.getItemType() == type.get())
        && (config.isEmpty() || item.getConfigKey().equals(config.get()))
        && (glob == null || glob.matches(Path.of(item.getItemId())))
        && (madeBefore == null || !contentTime(item, copy).isAfter(madeBefore));
  }

  /** When the copy's content was made; if nobody knows, when the copy was seen. */
  static Instant contentTime(ManifestItem item, Replica copy) {
    return item.getContents().stream()
        .filter(content -> content.getSha256().equals(copy.getSha256()))
        .map(ContentVersion::getContentTime)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(copy.getObservedAt());
  }
}
