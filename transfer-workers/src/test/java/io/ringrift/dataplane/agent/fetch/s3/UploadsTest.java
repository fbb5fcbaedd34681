package io.ringrift.dataplane.agent.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.FolderMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class UploadsTest {
  private static final String SHA256 = "a".repeat(64);

  private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

  @TempDir Path folder;
  private final Aborting client = new Aborting();
  private Uploads uploads;

  @BeforeEach
  void open() throws IOException {
    uploads = new Uploads(new BucketItems(client, "cold", "", FolderMap.NONE), folder);
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

    assertThat(uploads.idle(LATER, SHA256::equals)).isEmpty();
    assertThat(uploads.idle(LATER, hash -> false)).hasSize(2);
  }

  @Test
  void theSweepForgetsNoUploadThatTheBucketDidNotHearOf() throws IOException {
    uploads.begin(SHA256, "npz/one.npz", "upload-1");
    client.failure = SdkClientException.create("no route to host");

    assertThat(uploads.sweep(LATER, hash -> false)).isZero();
    assertThat(uploads.find(SHA256, "npz/one.npz")).isPresent();

    client.failure = null;
    assertThat(uploads.sweep(LATER, hash -> false)).isEqualTo(1);
    assertThat(client.aborted).containsExactly("upload-1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSweepForgetsAnUploadThatTheBucketDoesNotKnow() throws IOException {
    uploads.begin(SHA256, "npz/one.npz", "upload-1");
    client.failure = NoSuchUploadException.builder().statusCode(404).build();

    assertThat(uploads.sweep(LATER, hash -> false)).isEqualTo(1);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsGivenUpInAnOutageIsNotGoneOnWithAndSweptLater() throws IOException {
    client.failure = S3Exception.builder().statusCode(503).message("slow down").build();
    uploads.giveUp(uploads.begin(SHA256, "npz/one.npz", "upload-1"));
    uploads.giveUp(uploads.begin(SHA256, "npz/one.npz", "upload-2"));

    assertThat(uploads.find(SHA256, "npz/one.npz")).isEmpty();
    assertThat(uploads.idle(LATER, SHA256::equals)).isEmpty();

    client.failure = null;
    assertThat(uploads.sweep(LATER, hash -> false)).isEqualTo(2);
    assertThat(client.aborted).containsExactlyInAnyOrder("upload-1", "upload-2");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsGivenUpLeavesNothing() throws IOException {
    uploads.giveUp(uploads.begin(SHA256, "npz/one.npz", "upload-1"));

    assertThat(client.aborted).containsExactly("upload-1");
    assertThat(folder).isEmptyDirectory();
  }

  /** A bucket that is only asked to abort uploads. */
  private static final class Aborting implements S3Client {
    private final List<String> aborted = new ArrayList<>();
    private RuntimeException failure;

    @Override
    public AbortMultipartUploadResponse abortMultipartUpload(AbortMultipartUploadRequest request) {
      if (failure != null) {
        throw failure;
      }
      aborted.add(request.uploadId());
      return AbortMultipartUploadResponse.builder().build();
    }

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
