package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.fetch.Pusher;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.source.Content;
import java.util.Optional;

/** Brings items to their places in the bucket; one counts when the bucket's agent registered it. */
public final class S3Pusher implements Pusher {
  private final BucketCheck check;
  private final Deposit deposit;
  private final Registration registration = new Registration();

  public S3Pusher(BucketCheck check, Deposit deposit) {
    this.check = check;
    this.deposit = deposit;
  }

  @Override
  public String transport() {
    return S3Place.ITEM.transport();
  }

  @Override
  public Optional<String> unavailable() {
    return check.problem();
  }

  @Override
  public PullStatus.Received push(PushTask task, Content content)
      throws FetchFailure, InterruptedException {
    deposit.bring(task, content, S3Place.ITEM);
    return registration.register(task);
  }
}
