package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.fetch.Pusher;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Brings items into the bucket. An object becomes visible only after the server has confirmed the
 * digest of each part and the hash of all that was sent is the ordered one; what is then there is
 * checked once more, and counts when the bucket's agent has registered it.
 */
public final class S3Pusher implements Pusher {
  private final BucketItems items;
  private final BucketCheck check;
  private final Uploads uploads;
  private final Registration registration;
  private final int streams;
  private final Executor executor;

  /**
   * @param uploads those under way, kept over restarts
   * @param streams connections for a large file, 1..16
   * @param executor runs the streams
   */
  public S3Pusher(
      BucketItems items, BucketCheck check, Uploads uploads, int streams, Executor executor) {
    this.items = items;
    this.check = check;
    this.uploads = uploads;
    this.registration = new Registration();
    this.streams = streams;
    this.executor = executor;
  }

  @Override
  public String transport() {
    return S3Fetcher.TRANSPORT;
  }

  @Override
  public Optional<String> unavailable() {
    return check.problem();
  }

  @Override
  public PullStatus.Received push(PushTask task, Content content)
      throws FetchFailure, InterruptedException {
    String itemId = task.order().name().itemId();
    String key =
        items
            .key(itemId)
            .orElseThrow(
                () ->
                    new FetchFailure(
                        FailureCode.TARGET_IO,
                        "bucket " + items.bucket() + " has no place for " + itemId));
    StoredObject object = new StoredObject(items, key, task, content);
    try (FileChannel file = FileChannel.open(task.file(), StandardOpenOption.READ)) {
      if (file.size() != task.order().sizeBytes()) {
        throw changed(itemId);
      }
      StoredObject.Standing standing = object.look();
      if (standing.same()) {
        task.arrived(task.order().sizeBytes());
      } else {
        String etag = new Upload(object, file, uploads, streams, executor).run(standing);
        object.verify(etag);
      }
    } catch (SdkException e) {
      task.throwIfCancelled();
      throw S3Failures.failure(e, items.url(key) + ": " + e.getMessage());
    } catch (IOException e) {
      task.throwIfCancelled();
      throw new FetchFailure(FailureCode.SOURCE_MISSING, itemId + " can't be read: " + e);
    }
    return registration.register(task);
  }

  static FetchFailure changed(String itemId) {
    return new FetchFailure(
        FailureCode.SOURCE_MISSING, itemId + " has changed since it was hashed");
  }
}
