package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.S3Trouble;
import io.ringrift.dataplane.agent.source.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Makes files of this node objects of the bucket. An object becomes visible only after the server
 * has confirmed the digest of each part and the hash of all that was sent is the ordered one; what
 * is then there is checked once more.
 */
public final class Deposit {
  private final BucketItems items;
  private final Uploads uploads;
  private final int streams;
  private final Executor executor;

  /**
   * @param uploads those under way, kept over restarts
   * @param streams connections for a large file, 1..16
   * @param executor runs the streams
   */
  public Deposit(BucketItems items, Uploads uploads, int streams, Executor executor) {
    this.items = items;
    this.uploads = uploads;
    this.streams = streams;
    this.executor = executor;
  }

  BucketItems items() {
    return items;
  }

  /**
   * Brings the file there, unless it is there.
   *
   * @param content what the index knows of the file
   * @return the object's key
   */
  String bring(PushTask task, Content content, S3Place place)
      throws FetchFailure, InterruptedException {
    String itemId = task.order().name().itemId();
    String key = place.key(items, task.order());
    StoredObject object = new StoredObject(items, key, task, content, place == S3Place.RELAY);
    try (FileChannel file = FileChannel.open(task.file(), StandardOpenOption.READ)) {
      if (file.size() != task.order().sizeBytes()) {
        throw changed(itemId);
      }
      StoredObject.Standing standing = object.look();
      if (!standing.same()) {
        upload(object, standing, file);
      }
      task.allArrived();
      return key;
    } catch (SdkException e) {
      task.throwIfCancelled();
      throw S3Failures.failure(e, items.url(key) + ": " + e.getMessage());
    } catch (IOException e) {
      task.throwIfCancelled();
      throw new FetchFailure(FailureCode.SOURCE_MISSING, itemId + " can't be read: " + e);
    }
  }

  /**
   * Several sources may bring one content at once: who comes second finds it there. So does who
   * came first and never got the answer.
   */
  private void upload(StoredObject object, StoredObject.Standing standing, FileChannel file)
      throws IOException, FetchFailure, InterruptedException {
    String etag;
    try {
      etag = new Upload(object, file, uploads, streams, executor).run(standing);
    } catch (S3Exception e) {
      if (S3Trouble.of(e) == S3Trouble.CHANGED && object.look().same() && object.isWhole()) {
        return;
      }
      throw e;
    }
    object.verify(etag);
  }

  static FetchFailure changed(String itemId) {
    return new FetchFailure(
        FailureCode.SOURCE_MISSING, itemId + " has changed since it was hashed");
  }
}
