package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.HolderPath;
import io.ringrift.dataplane.streams.model.CatalogRow;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Catalog rows between their Avro and their model form. */
public final class CatalogCodec {

  private CatalogCodec() {}

  public static CatalogChange toAvro(CatalogRow row, Instant occurredAt) {
    return new CatalogChange(
        row.itemId(),
        Enums.toAvro(row.itemType()),
        row.configKey(),
        row.sha256(),
        row.sizeBytes(),
        row.eligible(),
        row.reason(),
        row.qualityScore(),
        row.sampleCount(),
        row.contentTime(),
        row.holders().stream().sorted().toList(),
        row.sourceNode(),
        occurredAt,
        row.elsewhere().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> new HolderPath(entry.getKey(), entry.getValue()))
            .toList());
  }

  public static CatalogRow toModel(CatalogChange change) {
    return new CatalogRow(
        change.getItemId(),
        Enums.toModel(change.getItemType()),
        change.getConfigKey(),
        change.getSha256(),
        change.getSizeBytes(),
        change.getEligible(),
        change.getReason(),
        change.getQualityScore(),
        change.getSampleCount(),
        change.getContentTime(),
        Set.copyOf(change.getHolders()),
        change.getSourceNode(),
        change.getElsewhere().stream()
            .collect(Collectors.toMap(HolderPath::getNodeId, HolderPath::getPath)));
  }
}
