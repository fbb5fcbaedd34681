package io.ringrift.dataplane.agent.s3;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;

/** A line that lets wrong bytes through, or a server that speaks something else. */
class CheckedHttpClientTest {

  @Test
  void anAnswerThatIsNoHttpIsAFailureOfTheClient() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread babbling = new Thread(() -> babble(server), "babbling");
      babbling.setDaemon(true);
      babbling.start();
      // As S3Server sets them: every test of this JVM uses the same.
      System.setProperty("aws.accessKeyId", S3Server.ID);
      System.setProperty("aws.secretAccessKey", S3Server.SECRET);
      BucketConnection connection =
          new BucketConnection(
              URI.create("http://127.0.0.1:" + server.getLocalPort()), "us-east-1", true, true);
      try (S3Client client = connection.open()) {
        assertThatThrownBy(() -> client.getObjectAsBytes(request -> request.bucket("b").key("k")))
            .isInstanceOf(SdkClientException.class)
            .hasRootCauseInstanceOf(IOException.class);
      }
    }
  }

  private static void babble(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.getInputStream().read(new byte[8 << 10]);
          socket.getOutputStream().write("what?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }
}
