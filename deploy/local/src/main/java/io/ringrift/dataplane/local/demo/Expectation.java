package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Priority;

/**
 * A delivery that an event must lead to.
 *
 * @param cause the event, for people
 * @param requestId the event's id
 * @param sha256 of the file as it was made
 */
record Expectation(
    String cause,
    String requestId,
    String itemId,
    String sha256,
    String target,
    OperationType type,
    Priority priority) {

  String what() {
    return itemId.substring(itemId.lastIndexOf('/') + 1) + " at " + target;
  }
}
