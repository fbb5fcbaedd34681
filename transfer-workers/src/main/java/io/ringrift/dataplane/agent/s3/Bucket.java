package io.ringrift.dataplane.agent.s3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** A bucket, read only. */
public final class Bucket {
  static final String SIDECAR = ".sha256";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SIDECAR_TEXT = Pattern.compile("\\s*([0-9a-fA-F]{64})\\b[\\s\\S]*");

  private final S3Client client;
  private final String name;
  private final String prefix;
  private final int pageKeys;

  /**
   * @param prefix of the keys that matter; empty: all
   * @param pageKeys keys of one page, 1..1000
   */
  public Bucket(S3Client client, String name, String prefix, int pageKeys) {
    this.client = client;
    this.name = name;
    this.prefix = prefix;
    this.pageKeys = pageKeys;
  }

  /** Whether it lies where the data plane keeps what is no item. */
  boolean isOwn(String key) {
    return key.startsWith(prefix + BucketItems.OWN_FOLDER);
  }

  /** Where an object is, for people. */
  public String url(String key) {
    return "s3://" + name + "/" + key;
  }

  /**
   * The page of keys behind this one, in the order of S3; empty: there are no more.
   *
   * @param after null: from the first key on
   */
  List<Listed> page(String after) throws IOException {
    try {
      ListObjectsV2Response page =
          client.listObjectsV2(
              request -> request.bucket(name).prefix(prefix).maxKeys(pageKeys).startAfter(after));
      return page.contents().stream()
          .map(o -> new Listed(o.key(), String.valueOf(o.eTag()), o.size(), o.lastModified()))
          .toList();
    } catch (SdkException e) {
      throw new IOException("bucket " + name + " can't be listed: " + e.getMessage(), e);
    }
  }

  /** One object, as a listing would name it; nothing if it is not there. */
  Optional<Listed> find(String key) throws IOException {
    try {
      HeadObjectResponse head = client.headObject(request -> request.bucket(name).key(key));
      return Optional.of(
          new Listed(key, String.valueOf(head.eTag()), head.contentLength(), head.lastModified()));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new IOException(url(key) + " can't be asked about: " + e.getMessage(), e);
    }
  }

  /** What the object's metadata, its checksum or its sidecar say; nothing if it has none. */
  Optional<Facts> facts(Listed object) throws IOException {
    try {
      HeadObjectResponse head =
          client.headObject(
              request -> request.bucket(name).key(object.key()).checksumMode(ChecksumMode.ENABLED));
      Map<String, String> metadata = head.metadata();
      String told = metadata.getOrDefault(Facts.SHA256, "").strip();
      if (SHA256.matcher(told).matches()) {
        return Optional.of(facts(told, metadata, "metadata"));
      }
      if (head.checksumSHA256() != null && head.checksumType() != ChecksumType.COMPOSITE) {
        byte[] sum = Base64.getDecoder().decode(head.checksumSHA256());
        return Optional.of(facts(HexFormat.of().formatHex(sum), metadata, "checksum"));
      }
      return sidecar(object).map(sha256 -> facts(sha256, metadata, "sidecar"));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException | IllegalArgumentException e) {
      throw new IOException(url(object.key()) + " can't be asked about: " + e.getMessage(), e);
    }
  }

  /** The text of a small object; nothing if there is none. */
  Optional<ResponseBytes<GetObjectResponse>> read(String key) throws IOException {
    try {
      return Optional.of(client.getObjectAsBytes(request -> request.bucket(name).key(key)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw new IOException(url(key) + " can't be read: " + e.getMessage(), e);
    }
  }

  /** As {@code sha256sum} writes it; one older than the object speaks of what was there before. */
  private Optional<String> sidecar(Listed object) throws IOException {
    Optional<ResponseBytes<GetObjectResponse>> sidecar = read(object.key() + SIDECAR);
    if (sidecar.isEmpty() || sidecar.get().response().lastModified().isBefore(object.modified())) {
      return Optional.empty();
    }
    Matcher text = SIDECAR_TEXT.matcher(sidecar.get().asString(StandardCharsets.UTF_8));
    return text.matches() ? Optional.of(text.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  private static Facts facts(String sha256, Map<String, String> metadata, String from) {
    return new Facts(
        sha256,
        Facts.time(metadata.get(Facts.CONTENT_TIME)),
        number(metadata.get(Facts.SAMPLE_COUNT)),
        number(metadata.get(Facts.GAME_COUNT)),
        from);
  }

  private static Long number(String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
  }
}
