package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.FolderMap;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What hosts have left in the bucket for others, whoever it was: a host that never comes back can't
 * remove its own.
 */
final class RelayedObjects implements Leftovers.Partials {
  private final BucketItems items;

  /**
   * @param client shared; closed by its owner
   */
  RelayedObjects(S3Client client, String bucket, String prefix) {
    this.items = new BucketItems(client, bucket, prefix, FolderMap.NONE);
  }

  @Override
  public boolean idleSince(Instant before) throws IOException {
    return !older(before).isEmpty();
  }

  @Override
  public int remove(Instant before, Set<String> wanted) throws IOException {
    List<String> left = older(before).stream().filter(sha256 -> !wanted.contains(sha256)).toList();
    try {
      left.forEach(
          sha256 ->
              items
                  .client()
                  .deleteObject(
                      request -> request.bucket(items.bucket()).key(items.relayKey(sha256))));
    } catch (SdkException e) {
      throw failure(e);
    }
    return left.size();
  }

  /** Hashes of those that were left there before a time. */
  private List<String> older(Instant before) throws IOException {
    try {
      return items
          .client()
          .listObjectsV2Paginator(request -> request.bucket(items.bucket()).prefix(items.relays()))
          .contents()
          .stream()
          .filter(object -> object.lastModified().isBefore(before))
          .map(S3Object::key)
          .map(key -> key.substring(items.relays().length()))
          .toList();
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private IOException failure(SdkException e) {
    return new IOException(items.url(items.relays()) + " can't be swept: " + e.getMessage(), e);
  }
}
