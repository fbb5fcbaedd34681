package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.Facts;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileHash;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The object that an order is about: what stands there, and whether it is what was ordered. */
final class StoredObject {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final BucketItems items;
  private final String key;
  private final PushTask task;
  private final Content content;
  private final boolean exclusive;

  /**
   * What stood there before the upload.
   *
   * @param same whether it is the ordered content, verified
   * @param etag of what may be replaced; null: nothing stood there
   */
  record Standing(boolean same, String etag) {}

  /**
   * @param exclusive whether nobody else has any business there, so that whatever stands there may
   *     be replaced
   */
  StoredObject(BucketItems items, String key, PushTask task, Content content, boolean exclusive) {
    this.items = items;
    this.key = key;
    this.task = task;
    this.content = content;
    this.exclusive = exclusive;
  }

  BucketItems items() {
    return items;
  }

  String key() {
    return key;
  }

  PushTask task() {
    return task;
  }

  /**
   * Looks at what stands there.
   *
   * @throws FetchFailure if it must not be replaced
   */
  Standing look() throws FetchFailure, IOException, InterruptedException {
    HeadObjectResponse head = head();
    if (head == null) {
      return new Standing(false, null);
    }
    PullOrder order = task.order();
    boolean ours = epoch(head) >= 0;
    String told = head.metadata().getOrDefault(Facts.SHA256, "");
    if (told.equals(order.sha256())
        && head.contentLength() == order.sizeBytes()
        && (ours || hash().equals(order.sha256()))) {
      return new Standing(true, head.eTag());
    }
    if (exclusive) {
      return new Standing(false, head.eTag());
    }
    if (epoch(head) > order.epoch()) {
      throw new FetchFailure(
          FailureCode.SUPERSEDED,
          "%s was brought there under epoch %d, this order has %d"
              .formatted(items.url(key), epoch(head), order.epoch()));
    }
    boolean known = ours || (!told.isEmpty() && order.replaces() != null);
    if (!known || !order.mayReplace(told)) {
      throw new FetchFailure(
          FailureCode.TARGET_CHANGED,
          "%s holds %s, of which the order didn't know; it is not replaced"
              .formatted(items.url(key), told.isEmpty() ? "what tells no hash" : told));
    }
    return new Standing(false, head.eTag());
  }

  /** What goes with the object. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new HashMap<>();
    metadata.put(Facts.SHA256, task.order().sha256());
    metadata.put(Facts.EPOCH, Long.toString(task.order().epoch()));
    metadata.put(Facts.CONTENT_TIME, content.contentTime().toString());
    if (content.sampleCount() != null) {
      metadata.put(Facts.SAMPLE_COUNT, content.sampleCount().toString());
    }
    if (content.gameCount() != null) {
      metadata.put(Facts.GAME_COUNT, content.gameCount().toString());
    }
    return metadata;
  }

  /**
   * Checks what stands there after the upload: by the server's own digest, and where that is none
   * that can be told beforehand, by reading all of it.
   *
   * @param etag what the digests of the parts make the object's
   */
  void verify(String etag) throws FetchFailure, IOException, InterruptedException {
    HeadObjectResponse head = head();
    PullOrder order = task.order();
    if (head == null
        || head.contentLength() != order.sizeBytes()
        || !order.sha256().equals(head.metadata().get(Facts.SHA256))) {
      throw new FetchFailure(
          FailureCode.TARGET_CHANGED, items.url(key) + " was replaced after it was brought there");
    }
    if (Digests.bare(head.eTag()).equals(etag)) {
      return;
    }
    String found = hash();
    if (!found.equals(order.sha256())) {
      // It claims a hash that it doesn't have, and nobody but this order has brought it there.
      items.client().deleteObject(request -> request.bucket(items.bucket()).key(key));
      throw new FetchFailure(
          FailureCode.CHECKSUM_MISMATCH,
          "%s has sha256 %s, ordered was %s; it was removed"
              .formatted(items.url(key), found, order.sha256()));
    }
  }

  /** Whether what stands there has the ordered hash, by reading all of it, whoever brought it. */
  boolean isWhole() throws IOException, InterruptedException {
    return hash().equals(task.order().sha256());
  }

  private HeadObjectResponse head() {
    try {
      return items.client().headObject(request -> request.bucket(items.bucket()).key(key));
    } catch (NoSuchKeyException e) {
      return null;
    }
  }

  private static long epoch(HeadObjectResponse head) {
    String text = head.metadata().getOrDefault(Facts.EPOCH, "");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  private String hash() throws IOException, InterruptedException {
    MessageDigest digest = FileHash.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in =
        items.client().getObject(request -> request.bucket(items.bucket()).key(key))) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        task.payFor(read);
        task.moved(read);
      }
    }
    return FileHash.hex(digest);
  }
}
