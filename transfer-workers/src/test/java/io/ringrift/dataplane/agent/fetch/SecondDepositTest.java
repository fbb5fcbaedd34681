package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.s3.Deposit;
import io.ringrift.dataplane.agent.fetch.s3.Relays;
import io.ringrift.dataplane.agent.fetch.s3.S3RelayPusher;
import io.ringrift.dataplane.agent.fetch.s3.Uploads;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Who brings a content into a bucket and is second by a hair, with a real S3 server. */
class SecondDepositTest extends BucketFixture {

  /** As one object, and in parts. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 9 << 20})
  void findsItThereAndLeavesNothing(int bytes) throws Exception {
    String content = "x".repeat(bytes);
    PullOrder order = order("op-" + bytes, 1, A, content);
    Path file = Files.writeString(folder.resolve("content"), content);

    S3Client hindered = new OtherwiseEngaged(client, () -> push(client, "first", order, file));
    PushTask second = push(hindered, "second", order, file);

    assertThat(second.progress()).isEqualTo(bytes);
    BucketItems items = items(client);
    assertThat(
            client
                .getObjectAsBytes(
                    request -> request.bucket(S3Server.BUCKET).key(items.relayKey(order.sha256())))
                .asUtf8String())
        .isEqualTo(content);
    assertThat(client.listMultipartUploads(request -> request.bucket(S3Server.BUCKET)).uploads())
        .isEmpty();
    assertThat(folder.resolve("second/uploads")).isEmptyDirectory();
  }

  private PushTask push(S3Client with, String who, PullOrder order, Path file) throws Exception {
    BucketItems items = items(with);
    Path own = folder.resolve(who);
    Deposit deposit = new Deposit(items, new Uploads(items, own.resolve("uploads")), 2, threads);
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    PushTask task =
        new PushTask(order, new PullSources(order, "grant"), file, List.of(), new AtomicLong());
    new S3RelayPusher(new BucketCheck(items), deposit, new Relays(items, own.resolve("relays")))
        .push(
            task,
            new Content(
                order.sha256(), stamp, Validation.VALID, null, stamp.modified(), null, null, null));
    return task;
  }

  /** Just before an object would appear, somebody else does something. */
  private static final class OtherwiseEngaged extends DelegatingS3Client {
    private final Step before;

    /** What somebody else does. */
    private interface Step {
      void run() throws Exception;
    }

    OtherwiseEngaged(S3Client to, Step before) {
      super(to);
      this.before = before;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
      run();
      return super.putObject(request, body);
    }

    /** S3 looks at the condition here, too; the server of these tests does so for whole objects. */
    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
        CompleteMultipartUploadRequest request) {
      run();
      if ("*".equals(request.ifNoneMatch())) {
        throw S3Exception.builder().statusCode(412).message("something stands there").build();
      }
      return super.completeMultipartUpload(request);
    }

    private void run() {
      try {
        before.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
