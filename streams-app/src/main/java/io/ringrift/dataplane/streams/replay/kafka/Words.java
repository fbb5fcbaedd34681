package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.json.AvroJson;
import org.apache.avro.specific.SpecificRecord;

/** What a record of the history says, in one line for people. */
final class Words {

  private static final int HASH_DIGITS = 12;

  private Words() {}

  static String of(SpecificRecord value) {
    if (value instanceof ReplicaReport report) {
      return report(report);
    } else if (value instanceof TransferResult result) {
      return result(result);
    } else if (value instanceof ItemRestatement said) {
      return said.getCause()
          + " says it again: "
          + (said.getRegisters() == null
              ? "the history knows no such item"
              : said.getRegisters().getReplicas().size() + " replicas");
    } else if (value instanceof ClusterEvent event) {
      SpecificRecord payload = (SpecificRecord) event.getPayload();
      return payload.getSchema().getName() + " " + AvroJson.object(payload);
    }
    return value.getSchema().getName();
  }

  private static String report(ReplicaReport r) {
    return (r.getPresence() == Presence.PRESENT
            ? r.getNodeId() + " has " + hash(r.getSha256()) + " (" + r.getValidation() + ")"
            : r.getNodeId() + " no longer has it")
        + number(r.getBoot(), r.getSequence());
  }

  private static String result(TransferResult r) {
    String words =
        r.getType()
            + " "
            + hash(r.getSha256())
            + " to "
            + r.getTargetNode()
            + ", operation "
            + r.getOperationId()
            + " epoch "
            + r.getEpoch();
    if (r.getReason() != null) {
      words += ": " + r.getReason();
    }
    return r.getBoot() == null || r.getSequence() == null
        ? words
        : words + number(r.getBoot(), r.getSequence());
  }

  private static String number(long boot, long sequence) {
    return ", boot " + boot + " sequence " + sequence;
  }

  private static String hash(String sha256) {
    return sha256.substring(0, Math.min(HASH_DIGITS, sha256.length()));
  }
}
