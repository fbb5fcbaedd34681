package io.ringrift.dataplane.agent.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.FolderMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

class UploadsTest {
  private static final String SHA256 = "a".repeat(64);

  @TempDir Path folder;
  private Uploads uploads;

  @BeforeEach
  void open() throws IOException {
    uploads = new Uploads(new BucketItems(new Uncalled(), "cold", "", FolderMap.NONE), folder);
  }

  @Test
  void oneContentOnItsWayToTwoKeysIsTwoUploads() throws IOException {
    Uploads.Begun one = uploads.begin(SHA256, "npz/one.npz", "upload-1");
    uploads.confirmed(one, 1, "md5", "\"etag-1\"");
    Uploads.Begun other = uploads.begin(SHA256, "npz/other.npz", "upload-2");
    uploads.confirmed(other, 1, "md5", "\"etag-2\"");

    uploads.ended(one);

    assertThat(uploads.find(SHA256, "npz/one.npz")).isEmpty();
    assertThat(uploads.find(SHA256, "npz/other.npz"))
        .hasValueSatisfying(
            found -> {
              assertThat(found.id()).isEqualTo("upload-2");
              assertThat(found.etag(1, "md5")).isEqualTo("\"etag-2\"");
            });
  }

  @Test
  void theSweepKeepsAllUploadsOfAContentThatIsWanted() throws IOException {
    uploads.begin(SHA256, "npz/one.npz", "upload-1");
    uploads.begin(SHA256, "npz/other.npz", "upload-2");
    Instant later = Instant.now().plusSeconds(60);

    assertThat(uploads.idle(later, SHA256::equals)).isEmpty();
    assertThat(uploads.idle(later, hash -> false)).hasSize(2);
  }

  /** Notes are only files. */
  private static final class Uncalled implements S3Client {
    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {
      // There is nothing to close.
    }
  }
}
