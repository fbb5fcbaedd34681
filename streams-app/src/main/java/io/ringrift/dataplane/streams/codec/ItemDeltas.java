package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.ExportFact;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import io.ringrift.dataplane.streams.model.ItemType;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** What each input says of an item, as a row that knows only that, ready to be merged. */
public final class ItemDeltas {

  private ItemDeltas() {}

  /** What any record of the kept history says of an item; empty when it says nothing of one. */
  public static Optional<Item> of(SpecificRecord record) {
    if (record instanceof ReplicaReport report) {
      return Optional.of(of(report));
    } else if (record instanceof TransferResult result) {
      return of(result);
    } else if (record instanceof ItemRestatement restatement) {
      return Optional.ofNullable(item(restatement.getRegisters()));
    } else if (record instanceof io.ringrift.dataplane.avro.ClusterEvent event) {
      return of(EventCodec.toModel(event));
    }
    return Optional.empty();
  }

  /** The registers of a row; null for null. */
  public static Item item(ManifestItem row) {
    return row == null ? null : ItemCodec.toModel(row).item();
  }

  public static Item of(ReplicaReport report) {
    boolean present = report.getPresence() == Presence.PRESENT;
    Validation validation = Validation.valueOf(report.getValidation().name());
    ReplicaRegister replica =
        new ReplicaRegister(
            report.getNodeId(),
            report.getBoot(),
            report.getSequence(),
            present,
            present ? report.getSha256() : null,
            report.getSizeBytes(),
            report.getPath(),
            validation,
            report.getEvidence(),
            report.getObservedAt());
    ContentVersion content =
        !present
            ? null
            : new ContentVersion(
                report.getSha256(),
                report.getSizeBytes(),
                validation == Validation.VALID,
                report.getContentTime(),
                report.getSampleCount(),
                report.getGameCount(),
                report.getQualityScore(),
                report.getElo());
    return Item.of(
        report.getItemId(),
        Enums.toModel(report.getItemType()),
        report.getConfigKey(),
        replica,
        content);
  }

  /**
   * A completed transfer says that its target holds the content, under the target agent's own
   * number, so it and the agent's report are one word; any other result says nothing of the item.
   */
  public static Optional<Item> of(TransferResult result) {
    if (result.getType() != TransferResultType.DATA_TRANSFER_COMPLETE
        || result.getBoot() == null
        || result.getSequence() == null) {
      return Optional.empty();
    }
    ReplicaRegister replica =
        new ReplicaRegister(
            result.getTargetNode(),
            result.getBoot(),
            result.getSequence(),
            true,
            result.getSha256(),
            result.getSizeBytes(),
            result.getPath(),
            Validation.CLAIMED,
            null,
            result.getOccurredAt());
    ContentVersion content =
        new ContentVersion(
            result.getSha256(), result.getSizeBytes(), false, null, null, null, null, null);
    return Optional.of(
        Item.of(
            result.getItemId(),
            Enums.toModel(result.getItemType()),
            result.getConfigKey(),
            replica,
            content));
  }

  /** An event about data; empty for events that say nothing of an item. */
  public static Optional<Item> of(ClusterEvent event) {
    if (event.payload() instanceof NpzExportComplete e) {
      return Optional.of(
          Item.of(
              e.itemId(),
              ItemType.NPZ,
              e.configKey(),
              new ExportFact(
                  event.eventId(),
                  event.occurredAt(),
                  e.nodeId(),
                  e.sha256(),
                  e.contentTime(),
                  e.sampleCount(),
                  null,
                  e.qualityScore(),
                  null)));
    }
    if (event.payload() instanceof SelfplayComplete e && e.itemId() != null) {
      return Optional.of(
          Item.of(
              e.itemId(),
              ItemType.GAME,
              e.configKey(),
              new ExportFact(
                  event.eventId(),
                  event.occurredAt(),
                  e.nodeId(),
                  null,
                  null,
                  null,
                  e.gameCount(),
                  null,
                  null)));
    }
    if (event.payload() instanceof ModelPromoted e) {
      return Optional.of(
          Item.of(
              e.itemId(),
              ItemType.MODEL,
              e.configKey(),
              new ExportFact(
                  event.eventId(),
                  event.occurredAt(),
                  e.nodeId(),
                  e.sha256(),
                  null,
                  null,
                  null,
                  null,
                  e.elo())));
    }
    return Optional.empty();
  }
}
