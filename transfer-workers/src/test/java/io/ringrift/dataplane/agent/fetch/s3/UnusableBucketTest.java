package io.ringrift.dataplane.agent.fetch.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.s3.BucketCheck;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.agent.source.FolderMap;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What is told of a bucket that can't be used, and what becomes of an order for it. */
class UnusableBucketTest {
  private static S3Server server;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void wrongCredentialsArePermanentForThisTransport() {
    try (S3Client stranger = client(server.url(), "test-id", "wrong")) {
      assertThat(problem(stranger, S3Server.BUCKET))
          .startsWith("bucket training can't be used: ")
          .contains("give this node's agent the bucket's credentials");

      FetchFailure failure = failure(stranger);
      assertThat(failure.code()).isEqualTo(FailureCode.UNAUTHORISED);
      assertThat(failure.reaction()).isEqualTo(Reaction.NEXT_TRANSPORT);
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerMayAnswerLater() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    try (S3Client lost = client(URI.create("http://127.0.0.1:" + nobody), "test-id", "s")) {
      assertThat(problem(lost, S3Server.BUCKET)).contains("see whether s3.endpoint is right");

      FetchFailure failure = failure(lost);
      assertThat(failure.code()).isEqualTo(FailureCode.BUCKET_AWAY);
      assertThat(failure.reaction()).isEqualTo(Reaction.RETRY_SAME);
    }
  }

  @Test
  void aBucketThatIsNotThereHasToBeMade() {
    try (S3Client client = server.client()) {
      assertThat(problem(client, "nowhere")).contains("make the bucket");
      assertThat(check(client, S3Server.BUCKET).problem()).isEmpty();
    }
  }

  private static String problem(S3Client client, String bucket) {
    return check(client, bucket).problem().orElseThrow();
  }

  private static BucketCheck check(S3Client client, String bucket) {
    BucketCheck check = new BucketCheck(new BucketItems(client, bucket, "", FolderMap.NONE));
    check.look();
    return check;
  }

  private static FetchFailure failure(S3Client client) {
    SdkException told =
        catchThrowableOfType(
            SdkException.class,
            () -> client.headObject(request -> request.bucket(S3Server.BUCKET).key("npz/a.npz")));
    return S3Failures.failure(told, "s3://training/npz/a.npz");
  }

  private static S3Client client(URI endpoint, String id, String secret) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .forcePathStyle(true)
        .build();
  }
}
