package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ItemRestatement;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where a fold begins: at the first records, or with the rows of a baseline and what came after it.
 *
 * @param baselineId null: no baseline
 * @param rows where the baseline's rows lie
 * @param from where to go on after them
 */
record Origin(String baselineId, List<Span> rows, Offsets from) {

  /** Of a fold that is given no baseline. */
  static final Origin NONE = new Origin(null, List.of(), new Offsets(Map.of()));

  /** Whether the record is a row of the baseline; others may have been written between them. */
  boolean owns(SpecificRecord record) {
    return record instanceof ItemRestatement said
        && baselineId != null
        && baselineId.equals(said.getBaselineId());
  }
}
