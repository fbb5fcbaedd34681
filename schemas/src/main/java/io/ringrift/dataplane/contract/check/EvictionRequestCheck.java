package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.EvictionRequest;
import java.time.Instant;
import java.util.List;

/** Checks what people ask to have removed. */
public final class EvictionRequestCheck {

  private EvictionRequestCheck() {}

  /** All faults of the request; empty: it can be used. */
  public static List<Fault> check(EvictionRequest request, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.token("request_id", request.getRequestId());
    faults.itemId("item_id", request.getItemId());
    faults.token("config_key", request.getConfigKey());
    faults.token("node_id", request.getNodeId());
    faults.sha256("sha256", request.getSha256());
    faults.optionalText("requested_by", request.getRequestedBy());
    faults.time("requested_at", request.getRequestedAt());
    return faults.all();
  }
}
