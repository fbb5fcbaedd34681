package io.ringrift.dataplane.streams.replay;

import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.ExportFact;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;

/**
 * An item's registers as bytes: equal items have equal bytes, and other items others.
 *
 * <p>They are what the digest is taken of and what decides whether two rows are equal. Constants of
 * enums are written by name, so that the digest doesn't change when one is added. Times have
 * milliseconds, as in the contract. Never stored nor published: the form may change with any
 * release.
 */
public final class ItemBytes {

  private ItemBytes() {}

  public static byte[] of(Item item) {
    ByteWriter out = new ByteWriter();
    write(out, item);
    return out.bytes();
  }

  static void write(ByteWriter out, Item item) {
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
}
