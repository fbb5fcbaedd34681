package io.ringrift.dataplane.local.demo;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.options.ListContainerOptions;

/** A real S3 server in this JVM, with its objects in memory. */
final class InMemoryBucket implements AutoCloseable {
  static final String NAME = "training";

  private final BlobStoreContext store;
  private final S3Proxy server;

  InMemoryBucket() throws Exception {
    store =
        ContextBuilder.newBuilder("transient")
            .credentials("none", "none")
            .buildView(BlobStoreContext.class);
    store.getBlobStore().createContainerInLocation(null, NAME);
    server =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .ignoreUnknownHeaders(true)
            .awsAuthentication(
                AuthenticationType.AWS_V4,
                System.getenv("AWS_ACCESS_KEY_ID"),
                System.getenv("AWS_SECRET_ACCESS_KEY"))
            .build();
    server.start();
  }

  /** For all who use it. */
  Map<String, String> settings() {
    return Map.of(
        "s3.bucket",
        NAME,
        "s3.endpoint",
        "http://127.0.0.1:" + server.getPort(),
        "s3.path.style",
        "true",
        "s3.checksums",
        "false");
  }

  /** Keys that begin so. */
  List<String> keys(String prefix) {
    return store
        .getBlobStore()
        .list(NAME, ListContainerOptions.Builder.recursive().prefix(prefix))
        .stream()
        .map(StorageMetadata::getName)
        .toList();
  }

  @Override
  public void close() throws Exception {
    server.stop();
    store.close();
  }
}
