package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.ExportFact;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Leaving;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.ReplicaState;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Shared;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.manifest.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Rows of the manifest between their Avro and their model form.
 *
 * <p>On the path of every report, so records are made by their constructors: a builder would check
 * each field again.
 */
public final class ItemCodec {

  /** Boot of a replica of which its own agent never spoke: on its way, or seen through a share. */
  private static final long NEVER_REPORTED = -1;

  private ItemCodec() {}

  public static ManifestItem toAvro(Row row) {
    Item item = row.item();
    Standing standing = row.standing();
    return new ManifestItem(
        item.itemId(),
        Enums.toAvro(item.itemType()),
        item.configKey(),
        standing.current() == null ? null : standing.current().sha256(),
        standing.eligible(),
        standing.reason(),
        contents(item),
        replicas(item, standing),
        item.fact() == null ? null : toAvro(item.fact()),
        standing.orphanedAt(),
        standing.backedUp());
  }

  private static List<io.ringrift.dataplane.avro.ContentVersion> contents(Item item) {
    List<io.ringrift.dataplane.avro.ContentVersion> contents =
        new ArrayList<>(item.contents().size());
    for (ContentVersion c : item.contents().values()) {
      contents.add(
          new io.ringrift.dataplane.avro.ContentVersion(
              c.sha256(),
              c.sizeBytes(),
              c.validated(),
              c.contentTime(),
              c.sampleCount(),
              c.gameCount(),
              c.qualityScore(),
              c.elo()));
    }
    return contents;
  }

  private static List<Replica> replicas(Item item, Standing standing) {
    List<Replica> replicas = new ArrayList<>(standing.states().size());
    for (Map.Entry<String, ReplicaState> entry : standing.states().entrySet()) {
      ReplicaRegister r = item.replicas().get(entry.getKey());
      io.ringrift.dataplane.avro.ReplicaState state = state(entry.getValue());
      Leaving leaving = standing.leaving().get(entry.getKey());
      Shared shared = standing.sharedBy().get(entry.getKey());
      replicas.add(
          r == null
              ? unreported(entry.getKey(), state, shared)
              : new Replica(
                  r.nodeId(),
                  r.boot(),
                  r.sequence(),
                  r.present() ? Presence.PRESENT : Presence.ABSENT,
                  r.sha256(),
                  r.sizeBytes(),
                  r.path(),
                  io.ringrift.dataplane.avro.Validation.valueOf(r.validation().name()),
                  r.evidence(),
                  r.observedAt(),
                  state,
                  leaving == null ? null : leaving.requestId(),
                  leaving == null ? null : leaving.until(),
                  shared == null ? null : shared.by(),
                  shared == null ? null : shared.path()));
    }
    return replicas;
  }

  private static Replica unreported(
      String nodeId, io.ringrift.dataplane.avro.ReplicaState state, Shared shared) {
    return new Replica(
        nodeId,
        NEVER_REPORTED,
        0L,
        Presence.ABSENT,
        null,
        0L,
        null,
        io.ringrift.dataplane.avro.Validation.CLAIMED,
        null,
        Instant.EPOCH,
        state,
        null,
        null,
        shared == null ? null : shared.by(),
        shared == null ? null : shared.path());
  }

  /** To others, what is on its way out is no longer there. */
  private static io.ringrift.dataplane.avro.ReplicaState state(ReplicaState state) {
    return state == ReplicaState.LEAVING
        ? io.ringrift.dataplane.avro.ReplicaState.ABSENT
        : io.ringrift.dataplane.avro.ReplicaState.valueOf(state.name());
  }

  private static ReplicaState state(Replica replica) {
    boolean leaving =
        replica.getEvictionId() != null
            && replica.getState() == io.ringrift.dataplane.avro.ReplicaState.ABSENT;
    return leaving ? ReplicaState.LEAVING : ReplicaState.valueOf(replica.getState().name());
  }

  public static Row toModel(ManifestItem avro) {
    SortedMap<String, ReplicaRegister> replicas = new TreeMap<>();
    SortedMap<String, ReplicaState> states = new TreeMap<>();
    SortedMap<String, Shared> sharedBy = new TreeMap<>();
    SortedMap<String, Leaving> leaving = new TreeMap<>();
    for (Replica r : avro.getReplicas()) {
      states.put(r.getNodeId(), state(r));
      if (r.getSharedBy() != null) {
        sharedBy.put(r.getNodeId(), new Shared(r.getSharedBy(), r.getSharedPath()));
      }
      if (r.getEvictionId() != null) {
        leaving.put(
            r.getNodeId(),
            new Leaving(r.getEvictionId(), r.getBoot(), r.getSequence(), r.getEvictionUntil()));
      }
      if (r.getBoot() != NEVER_REPORTED) {
        replicas.put(r.getNodeId(), register(r));
      }
    }
    SortedMap<String, ContentVersion> contents = new TreeMap<>();
    for (io.ringrift.dataplane.avro.ContentVersion c : avro.getContents()) {
      contents.put(
          c.getSha256(),
          new ContentVersion(
              c.getSha256(),
              c.getSizeBytes(),
              c.getValidated(),
              c.getContentTime(),
              c.getSampleCount(),
              c.getGameCount(),
              c.getQualityScore(),
              c.getElo()));
    }
    Item item =
        new Item(
            avro.getItemId(),
            Enums.toModel(avro.getItemType()),
            avro.getConfigKey(),
            replicas,
            contents,
            avro.getFact() == null ? null : toModel(avro.getFact()));
    return new Row(
        item,
        new Standing(
            item.content(avro.getSha256()),
            states,
            sharedBy,
            avro.getEligible(),
            avro.getReason(),
            avro.getOrphanedAt(),
            avro.getBackedUp(),
            leaving));
  }

  private static ReplicaRegister register(Replica r) {
    return new ReplicaRegister(
        r.getNodeId(),
        r.getBoot(),
        r.getSequence(),
        r.getPresence() == Presence.PRESENT,
        r.getSha256(),
        r.getSizeBytes(),
        r.getPath(),
        Validation.valueOf(r.getValidation().name()),
        r.getEvidence(),
        r.getObservedAt());
  }

  private static io.ringrift.dataplane.avro.ExportFact toAvro(ExportFact f) {
    return new io.ringrift.dataplane.avro.ExportFact(
        f.eventId(),
        f.occurredAt(),
        f.nodeId(),
        f.sha256(),
        f.contentTime(),
        f.sampleCount(),
        f.gameCount(),
        f.qualityScore(),
        f.elo());
  }

  private static ExportFact toModel(io.ringrift.dataplane.avro.ExportFact f) {
    return new ExportFact(
        f.getEventId(),
        f.getOccurredAt(),
        f.getNodeId(),
        f.getSha256(),
        f.getContentTime(),
        f.getSampleCount(),
        f.getGameCount(),
        f.getQualityScore(),
        f.getElo());
  }
}
