package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.s3.BucketItems;

/** Where in the bucket the content of an order lies. */
public enum S3Place {
  /** Where the item has its place. */
  ITEM("s3", FailureCode.SOURCE_MISSING) {
    @Override
    String key(BucketItems items, PullOrder order) throws FetchFailure {
      String itemId = order.name().itemId();
      return items
          .key(itemId)
          .orElseThrow(
              () ->
                  new FetchFailure(
                      missing(), "bucket " + items.bucket() + " has no place for " + itemId));
    }
  },
  /** Where one host leaves for another what it can't bring there itself. */
  RELAY("s3_relay", FailureCode.NOT_RELAYED) {
    @Override
    String key(BucketItems items, PullOrder order) {
      return items.relayKey(order.sha256());
    }
  };

  private final String transport;
  private final FailureCode missing;

  S3Place(String transport, FailureCode missing) {
    this.transport = transport;
    this.missing = missing;
  }

  /** The name in orders and heartbeats. */
  public String transport() {
    return transport;
  }

  /** What it is when a fetch finds nothing there. */
  FailureCode missing() {
    return missing;
  }

  abstract String key(BucketItems items, PullOrder order) throws FetchFailure;
}
