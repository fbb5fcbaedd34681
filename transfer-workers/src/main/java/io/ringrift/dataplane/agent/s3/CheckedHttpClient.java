package io.ringrift.dataplane.agent.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * An HTTP client whose failures are all {@link IOException}s. {@code UrlConnectionHttpClient}
 * throws some unchecked, such as an answer that is no HTTP: the SDK takes those for bugs, neither
 * tries again nor makes an {@code SdkException} of them, and they would end the thread.
 */
final class CheckedHttpClient implements SdkHttpClient {
  private final SdkHttpClient client;

  private CheckedHttpClient(SdkHttpClient client) {
    this.client = client;
  }

  /** One that the SDK makes, and closes with the client that it is for. */
  static SdkHttpClient.Builder<?> builder(SdkHttpClient.Builder<?> builder) {
    return new Builder(builder);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = client.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }

  private record Builder(SdkHttpClient.Builder<?> builder)
      implements SdkHttpClient.Builder<Builder> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new CheckedHttpClient(builder.buildWithDefaults(defaults));
    }
  }
}
