package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ItemRestatement;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where a fold begins: at the first records, or with the rows of a baseline and what came after it.
 *
 * @param baselineId null: no baseline
 * @param rows where the baseline's rows lie
 * @param from where to go on after them
 */
record Origin(String baselineId, List<Span> rows, Offsets from) {

  /** Whether the record is a row of the baseline; others may have been written between them. */
  boolean owns(SpecificRecord record) {
    return record instanceof ItemRestatement said
        && baselineId != null
        && baselineId.equals(said.getBaselineId());
  }
}
