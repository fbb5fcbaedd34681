package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.fetch.Pusher;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.source.Content;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves items in the bucket for hosts that can't be called and can't call this one. A content lies
 * there once, however many want it: who orders it while it is being brought is told to come back.
 */
public final class S3RelayPusher implements Pusher {
  private static final Logger LOG = LoggerFactory.getLogger(S3RelayPusher.class);

  private final BucketCheck check;
  private final Deposit deposit;
  private final Relays relays;

  public S3RelayPusher(BucketCheck check, Deposit deposit, Relays relays) {
    this.check = check;
    this.deposit = deposit;
    this.relays = relays;
  }

  @Override
  public String transport() {
    return S3Place.RELAY.transport();
  }

  @Override
  public Optional<String> unavailable() {
    return check.problem();
  }

  @Override
  public boolean oncePerContent() {
    return true;
  }

  /** Other sources that have left it, and a target that finds it damaged, delete it. */
  @Override
  public boolean lasts() {
    return false;
  }

  /** What it gives is no register write: nothing of what is left there is a replica. */
  @Override
  public PullStatus.Received push(PushTask task, Content content)
      throws FetchFailure, InterruptedException {
    try {
      relays.hold(task.order().sha256(), task.order().operationId());
    } catch (IOException e) {
      throw new FetchFailure(FailureCode.INTERNAL_ERROR, "the relay can't be noted: " + e);
    }
    String key = deposit.bring(task, content, S3Place.RELAY);
    return new PullStatus.Received(0, 0, deposit.items().url(key));
  }

  @Override
  public void letGo(PullOrder order) {
    try {
      relays.letGo(order.sha256(), order.operationId());
    } catch (IOException | RuntimeException e) {
      // The sweep removes it.
      LOG.warn(
          "what was relayed for {} can't be removed yet: {}", order.operationId(), e.toString());
    }
  }
}
