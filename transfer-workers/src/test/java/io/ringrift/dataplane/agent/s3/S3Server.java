package io.ringrift.dataplane.agent.s3;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server in this JVM, with a bucket in memory. */
public final class S3Server implements AutoCloseable {
  public static final String BUCKET = "training";

  static final String ID = "test-id";
  static final String SECRET = "test-secret";

  private final BlobStoreContext store;
  private final S3Proxy proxy;
  private final S3Client client;

  public S3Server() throws Exception {
    // The one on a file system in memory can't complete an upload of which a part was cut off.
    store =
        ContextBuilder.newBuilder("transient")
            .credentials("none", "none")
            .buildView(BlobStoreContext.class);
    // Without authentication this server stores the framing of checksums as content.
    proxy =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .ignoreUnknownHeaders(true)
            .awsAuthentication(AuthenticationType.AWS_V4, ID, SECRET)
            .build();
    proxy.start();
    // Where the SDK's default chain looks first.
    System.setProperty("aws.accessKeyId", ID);
    System.setProperty("aws.secretAccessKey", SECRET);
    client = client();
    client.createBucket(request -> request.bucket(BUCKET));
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  public S3Client client() {
    return client(url());
  }

  /** For a server in another process. */
  static S3Client client(URI url) {
    return S3Client.builder()
        .endpointOverride(url)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ID, SECRET)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .forcePathStyle(true)
        .build();
  }

  public void put(String key, String text, Map<String, String> metadata) {
    client.putObject(
        request ->
            request
                .bucket(BUCKET)
                .key(key)
                .contentType("application/octet-stream")
                .metadata(metadata),
        RequestBody.fromBytes(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Puts small objects past the server, which would take hours for as many as a cluster has. */
  public void fill(Stream<String> keys, Map<String, String> metadata) {
    BlobStore bucket = store.getBlobStore();
    keys.forEach(
        key ->
            bucket.putBlob(
                BUCKET,
                bucket
                    .blobBuilder(key)
                    .payload(new byte[] {1})
                    .contentLength(1)
                    .contentType("application/octet-stream")
                    .userMetadata(metadata)
                    .build()));
  }

  public void delete(String key) {
    client.deleteObject(request -> request.bucket(BUCKET).key(key));
  }

  @Override
  public void close() throws Exception {
    client.close();
    proxy.stop();
    store.close();
  }
}
