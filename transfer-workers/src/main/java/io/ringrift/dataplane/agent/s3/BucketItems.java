package io.ringrift.dataplane.agent.s3;

import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.FolderMap;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A bucket as a place of items: how it is reached and where an item lies in it.
 *
 * @param client shared; closed by its owner
 * @param prefix of the keys that matter; empty: all
 * @param folders those whose items go by another name, as the scanner of the bucket has them
 */
public record BucketItems(S3Client client, String bucket, String prefix, FolderMap folders) {
  /** Keys below this, behind the prefix, are the data plane's own. */
  static final String OWN_FOLDER = DataRoot.OWN_FOLDER + "/";

  public BucketItems {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(prefix, "prefix");
    Objects.requireNonNull(folders, "folders");
  }

  /** The key of an item; nothing if the bucket has no place for it. */
  public Optional<String> key(String itemId) {
    return folders.path(itemId).filter(key -> key.startsWith(prefix));
  }

  /** Where a content lies that one host leaves for another; never an item's place. */
  public String relayKey(String sha256) {
    return relays() + sha256;
  }

  /** What the keys of all such contents begin with. */
  public String relays() {
    return prefix + OWN_FOLDER + "relay/";
  }

  /** Where a key is, for people. */
  public String url(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
