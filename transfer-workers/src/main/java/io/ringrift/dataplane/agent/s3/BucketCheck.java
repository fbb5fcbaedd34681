package io.ringrift.dataplane.agent.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Whether a bucket can be used: looks at it now and then, so that a wrong key or endpoint is known
 * before anything is ordered.
 */
public final class BucketCheck {
  private static final Logger LOG = LoggerFactory.getLogger(BucketCheck.class);

  private final BucketItems items;
  private volatile String problem;

  public BucketCheck(BucketItems items) {
    this.items = items;
    this.problem = "bucket " + items.bucket() + " has not been looked at yet";
  }

  /**
   * Looks at it at once and then at every interval.
   *
   * @param timer may be held up by a server that doesn't answer
   */
  public void start(ScheduledExecutorService timer, Duration interval) {
    timer.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why it can't be used, for people; nothing if it can. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  public void look() {
    String found = null;
    try {
      items
          .client()
          .listObjectsV2(
              request -> request.bucket(items.bucket()).prefix(items.prefix()).maxKeys(1));
    } catch (SdkException e) {
      found =
          "bucket %s can't be used: %s; %s"
              .formatted(items.bucket(), e.getMessage(), S3Trouble.remedy(e));
    } catch (IllegalArgumentException e) {
      found = "bucket " + items.bucket() + " can't be used: " + e.getMessage();
    }
    if (found != null && !found.equals(problem)) {
      LOG.warn("{}", found);
    } else if (found == null && problem != null) {
      LOG.info("Bucket {} can be used", items.bucket());
    }
    problem = found;
  }
}
