package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.agent.source.FolderMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.s3.S3Client;

/** Orders beside a bucket of a real S3 server, empty before each test. */
abstract class BucketFixture extends PullsFixture {
  S3Server server;
  S3Client client;

  @BeforeEach
  void startServer() throws Exception {
    server = new S3Server();
    client = server.client();
  }

  @AfterEach
  void stopServer() throws Exception {
    client.close();
    server.close();
  }

  static BucketItems items(S3Client with) {
    return new BucketItems(with, S3Server.BUCKET, "", FolderMap.NONE);
  }
}
