package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * An item as a join of registers: one per node, one per content, one for events.
 *
 * <p>{@link #merge} is commutative, associative and idempotent, so the row depends only on which
 * records arrived, not on their order or number. Every input is turned into a row of its own and
 * merged; there is no other way to change one. Removed replicas stay as ABSENT registers for the
 * item's life, so a late report can't resurrect them.
 *
 * @param replicas by node id
 * @param contents by sha256
 * @param fact null until an event speaks of the item
 */
public record Item(
    String itemId,
    ItemType itemType,
    String configKey,
    SortedMap<String, ReplicaRegister> replicas,
    SortedMap<String, ContentVersion> contents,
    ExportFact fact) {

  /** Config key of an item whose path names none. */
  public static final String NO_CONFIG = "unknown";

  public Item {
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(itemType, "itemType");
    Objects.requireNonNull(configKey, "configKey");
    replicas = Collections.unmodifiableSortedMap(replicas);
    contents = Collections.unmodifiableSortedMap(contents);
  }

  /** A row that knows only this replica and, if it is present, its content. */
  public static Item of(
      String itemId,
      ItemType itemType,
      String configKey,
      ReplicaRegister replica,
      ContentVersion content) {
    return new Item(
        itemId,
        itemType,
        configKey,
        one(replica.nodeId(), replica),
        content == null ? new TreeMap<>() : one(content.sha256(), content),
        null);
  }

  /** A row that knows only what an event said. */
  public static Item of(String itemId, ItemType itemType, String configKey, ExportFact fact) {
    return new Item(itemId, itemType, configKey, new TreeMap<>(), new TreeMap<>(), fact);
  }

  private static <V> SortedMap<String, V> one(String key, V value) {
    SortedMap<String, V> map = new TreeMap<>();
    map.put(key, value);
    return map;
  }

  /** The join of both rows. */
  public Item merge(Item other) {
    if (!itemId.equals(other.itemId)) {
      throw new IllegalArgumentException("can't merge " + itemId + " with " + other.itemId);
    }
    return new Item(
        itemId,
        known(itemType, other.itemType),
        known(configKey, other.configKey),
        union(replicas, other.replicas, ReplicaRegister::merge),
        union(contents, other.contents, ContentVersion::merge),
        fact == null ? other.fact : other.fact == null ? fact : fact.merge(other.fact));
  }

  /**
   * This row without the registers that nothing supports, joined with what the history says. The
   * one change that isn't a join: by joining alone nothing wrong ever goes away.
   *
   * <p>A register is dropped only if it stands exactly so: what was reported meanwhile stays.
   *
   * @param withdrawn null: nothing
   * @param right null: the history knows no such item
   * @return null when nothing is left
   */
  public Item restated(Item withdrawn, Item right) {
    Item kept = withdrawn == null ? this : without(withdrawn, right);
    if (right == null) {
      return kept.blank() ? null : kept;
    }
    return kept.merge(right);
  }

  /** Whether it has no register, so nothing is known but its id. */
  public boolean blank() {
    return replicas.isEmpty() && contents.isEmpty() && fact == null;
  }

  private Item without(Item withdrawn, Item right) {
    Item identity = right == null ? this : right;
    SortedMap<String, ReplicaRegister> kept = new TreeMap<>(replicas);
    withdrawn.replicas.forEach(kept::remove);
    return new Item(
        itemId,
        itemType == withdrawn.itemType ? identity.itemType : itemType,
        configKey.equals(withdrawn.configKey) ? identity.configKey : configKey,
        kept,
        withoutContents(withdrawn, right, kept),
        Objects.equals(fact, withdrawn.fact) ? null : fact);
  }

  /** A content that a replica reported meanwhile holds is not withdrawn with those that are. */
  private SortedMap<String, ContentVersion> withoutContents(
      Item withdrawn, Item right, SortedMap<String, ReplicaRegister> keptReplicas) {
    SortedMap<String, ContentVersion> kept = new TreeMap<>(contents);
    withdrawn.contents.forEach(
        (sha256, content) -> {
          boolean saidAgain = right != null && right.contents.containsKey(sha256);
          boolean held =
              keptReplicas.values().stream().anyMatch(each -> sha256.equals(each.sha256()));
          if (saidAgain || !held) {
            kept.remove(sha256, content);
          }
        });
    return kept;
  }

  /** OTHER comes last in the enum, so the smaller one is the one that knows. */
  private static ItemType known(ItemType a, ItemType b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static String known(String a, String b) {
    if (a.equals(NO_CONFIG)) {
      return b;
    }
    return b.equals(NO_CONFIG) || a.compareTo(b) <= 0 ? a : b;
  }

  /** Most records say of most registers what is known: then nothing is copied. */
  private static <V> SortedMap<String, V> union(
      SortedMap<String, V> a, SortedMap<String, V> b, BinaryOperator<V> both) {
    SortedMap<String, V> union = a;
    for (Map.Entry<String, V> entry : b.entrySet()) {
      V was = a.get(entry.getKey());
      V now = was == null ? entry.getValue() : both.apply(was, entry.getValue());
      if (now != was) {
        if (union == a) {
          union = new TreeMap<>(a);
        }
        union.put(entry.getKey(), now);
      }
    }
    return union;
  }

  /** The content that counts while no node is gone for good and agents read all of them. */
  public ContentVersion current() {
    return current(node -> false, node -> false);
  }

  /**
   * The content that counts: the newest by (content time, hash) of those that {@linkplain #trust
   * most can be said for}. Null while there is none that an agent has read and found good or that a
   * node without an agent vouches for.
   *
   * @param lost whether a node is gone for good, and what it holds with it
   * @param unread whether no agent can read what a node holds
   */
  public ContentVersion current(Predicate<String> lost, Predicate<String> unread) {
    ContentVersion newest = null;
    Trust most = Trust.NONE;
    for (ContentVersion content : contents.values()) {
      Trust trust = trust(content, lost, unread);
      int more = trust.compareTo(most);
      ContentVersion candidate = dated(content);
      if (more > 0
          || (more == 0 && newest != null && ContentVersion.AGE.compare(candidate, newest) > 0)) {
        newest = candidate;
        most = trust;
      }
    }
    return newest;
  }

  private enum Trust {
    NONE,
    /** Found good once, and held nowhere any more. */
    REMEMBERED,
    /** Nobody has read it, but a bucket or file server has it, under the hash that was told. */
    VOUCHED_FOR,
    /** Found good, and held somewhere. */
    READ
  }

  private Trust trust(ContentVersion content, Predicate<String> lost, Predicate<String> unread) {
    boolean held = heldSomewhere(content.sha256(), lost);
    if (content.validated()) {
      return held ? Trust.READ : Trust.REMEMBERED;
    }
    return held && vouchedFor(content.sha256(), lost, unread) ? Trust.VOUCHED_FOR : Trust.NONE;
  }

  /**
   * Whether a node that no agent reads holds the content and no agent that fetched it found it bad.
   * A transfer checks the hash, so what arrives is what was put there.
   */
  private boolean vouchedFor(String sha256, Predicate<String> lost, Predicate<String> unread) {
    return replicas.values().stream()
            .anyMatch(each -> each.holds(sha256) && unread.and(lost.negate()).test(each.nodeId()))
        && replicas.values().stream().noneMatch(each -> each.damaged(sha256));
  }

  /** The content of this hash with what events said of it; null when there is none. */
  public ContentVersion content(String sha256) {
    return sha256 == null || !contents.containsKey(sha256) ? null : dated(contents.get(sha256));
  }

  /** Whether any node, reachable or not, holds the content and hasn't found it damaged. */
  public boolean heldSomewhere(String sha256, Predicate<String> lost) {
    return replicas.values().stream()
        .anyMatch(replica -> replica.holds(sha256) && !lost.test(replica.nodeId()));
  }

  /** Whether the node holds content newer than this one, and hasn't found it damaged. */
  public boolean holdsNewer(String nodeId, String sha256) {
    ReplicaRegister there = replicas.get(nodeId);
    ContentVersion other = contents.get(sha256);
    return there != null
        && other != null
        && there.holds(there.sha256())
        && ContentVersion.AGE.compare(dated(contents.get(there.sha256())), dated(other)) > 0;
  }

  /** The content with what events said of it filled in. */
  private ContentVersion dated(ContentVersion content) {
    if (fact == null || !fact.speaksOf(content.sha256())) {
      return content;
    }
    // A fact without a hash speaks of whatever is there: it can't tell one content's age.
    Instant told = fact.sha256() == null ? null : fact.contentTime();
    return new ContentVersion(
        content.sha256(),
        content.sizeBytes(),
        content.validated(),
        or(told, content.contentTime()),
        or(content.sampleCount(), fact.sampleCount()),
        or(content.gameCount(), fact.gameCount()),
        or(fact.qualityScore(), content.qualityScore()),
        or(fact.elo(), content.elo()));
  }

  private static <T> T or(T first, T second) {
    return first == null ? second : first;
  }
}
