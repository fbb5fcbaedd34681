package io.ringrift.dataplane.streams.replay;

import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.ExportFact;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.ItemType;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An item's registers as bytes: equal items have equal bytes, and other items others.
 *
 * <p>They are what a rebuilt row is stored as, what the digest is taken of and what decides whether
 * two rows are equal, so nothing can be stored that the digest doesn't cover. Times have
 * milliseconds, as in the contract. Never published: the form may change with any release.
 */
public final class ItemBytes {

  private static final ItemType[] TYPES = ItemType.values();
  private static final Validation[] VALIDATIONS = Validation.values();

  private ItemBytes() {}

  public static byte[] of(Item item) {
    ByteWriter out = new ByteWriter();
    out.text(item.itemId());
    out.text(item.itemType().name());
    out.text(item.configKey());
    out.number(item.replicas().size());
    item.replicas().values().forEach(replica -> write(out, replica));
    out.number(item.contents().size());
    item.contents().values().forEach(content -> write(out, content));
    if (out.isThere(item.fact())) {
      write(out, item.fact());
    }
    return out.bytes();
  }

  public static Item parse(byte[] bytes) {
    return item(new ByteReader(bytes));
  }

  /** The bytes of the merge of items whose bytes lie one after another. */
  public static byte[] joined(byte[] pieces) {
    ByteReader in = new ByteReader(pieces);
    Item item = item(in);
    if (in.atEnd()) {
      return pieces;
    }
    while (!in.atEnd()) {
      item = item.merge(item(in));
    }
    return of(item);
  }

  private static Item item(ByteReader in) {
    String itemId = in.text();
    ItemType type = constant(TYPES, in.text());
    String configKey = in.text();
    SortedMap<String, ReplicaRegister> replicas = new TreeMap<>();
    for (long left = in.number(); left > 0; left--) {
      ReplicaRegister replica = replica(in);
      replicas.put(replica.nodeId(), replica);
    }
    SortedMap<String, ContentVersion> contents = new TreeMap<>();
    for (long left = in.number(); left > 0; left--) {
      ContentVersion content = content(in);
      contents.put(content.sha256(), content);
    }
    ExportFact fact = in.isThere() ? fact(in) : null;
    return new Item(itemId, type, configKey, replicas, contents, fact);
  }

  private static void write(ByteWriter out, ReplicaRegister r) {
    out.text(r.nodeId());
    out.number(r.boot());
    out.number(r.sequence());
    out.flag(r.present());
    out.text(r.sha256());
    out.number(r.sizeBytes());
    out.text(r.path());
    out.text(r.validation().name());
    out.text(r.evidence());
    out.time(r.observedAt());
  }

  private static ReplicaRegister replica(ByteReader in) {
    return new ReplicaRegister(
        in.text(),
        in.number(),
        in.number(),
        in.flag(),
        in.text(),
        in.number(),
        in.text(),
        constant(VALIDATIONS, in.text()),
        in.text(),
        in.time());
  }

  private static void write(ByteWriter out, ContentVersion c) {
    out.text(c.sha256());
    out.number(c.sizeBytes());
    out.flag(c.validated());
    out.time(c.contentTime());
    out.optional(c.sampleCount());
    out.optional(c.gameCount());
    out.optional(c.qualityScore());
    out.optional(c.elo());
  }

  private static ContentVersion content(ByteReader in) {
    return new ContentVersion(
        in.text(),
        in.number(),
        in.flag(),
        in.time(),
        in.optionalLong(),
        in.optionalLong(),
        in.optionalDouble(),
        in.optionalDouble());
  }

  private static void write(ByteWriter out, ExportFact f) {
    out.text(f.eventId());
    out.time(f.occurredAt());
    out.text(f.nodeId());
    out.text(f.sha256());
    out.time(f.contentTime());
    out.optional(f.sampleCount());
    out.optional(f.gameCount());
    out.optional(f.qualityScore());
    out.optional(f.elo());
  }

  private static ExportFact fact(ByteReader in) {
    return new ExportFact(
        in.text(),
        in.time(),
        in.text(),
        in.text(),
        in.time(),
        in.optionalLong(),
        in.optionalLong(),
        in.optionalDouble(),
        in.optionalDouble());
  }

  /** By name, not by number: the digest must not change when a constant is added. */
  private static <E extends Enum<E>> E constant(E[] constants, String name) {
    for (E constant : constants) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no constant " + name);
  }
}
