package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.local.demo.FileOnDisk;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.PageSet;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.jclouds.blobstore.domain.StorageType;
import org.jclouds.blobstore.options.ListContainerOptions;

/** A real S3 server in this JVM, with its objects in a folder. */
final class Bucket implements Closeable {
  private static final String NAME = "chaos";

  /**
   * What this server has in its folder beside objects: what came of an upload that was cut, and of
   * uploads in parts that weren't completed a file named by their id, and the parts. Nobody is told
   * of them by S3, but for the first two, which it lists; real ones have nothing of the kind.
   */
  private static final Pattern LITTER =
      Pattern.compile("(.*-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\.mpus-.*");

  private final BlobStoreContext store;
  private final S3Proxy server;

  private Bucket(BlobStoreContext store, S3Proxy server) {
    this.store = store;
    this.server = server;
  }

  static Bucket start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Properties place = new Properties();
    place.setProperty("jclouds.filesystem.basedir", folder.toString());
    BlobStoreContext store =
        ContextBuilder.newBuilder("filesystem-nio2")
            .credentials("none", "none")
            .overrides(place)
            .buildView(BlobStoreContext.class);
    store.getBlobStore().createContainerInLocation(null, NAME);
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(store.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .ignoreUnknownHeaders(true)
            .awsAuthentication(
                AuthenticationType.AWS_V4,
                System.getenv("AWS_ACCESS_KEY_ID"),
                System.getenv("AWS_SECRET_ACCESS_KEY"))
            .build();
    try {
      server.start();
    } catch (Exception e) {
      store.close();
      throw new IOException("the S3 server can't start", e);
    }
    return new Bucket(store, server);
  }

  int port() {
    return server.getPort();
  }

  /** How requests begin that carry an item. */
  static List<String> itemRequests() {
    return List.of("GET /" + NAME + "/", "PUT /" + NAME + "/");
  }

  /**
   * For all who use it.
   *
   * @param endpoint where they reach it
   */
  static Map<String, String> settings(String endpoint) {
    return Map.of(
        "s3.bucket", NAME,
        "s3.endpoint", endpoint,
        "s3.path.style", "true",
        "s3.checksums", "false",
        // Keys are item ids.
        "s3.folders", "");
  }

  /** SHA-256 by item, of what lies in it. */
  Map<String, String> hashes(Predicate<String> wanted) throws IOException {
    BlobStore blobs = store.getBlobStore();
    Map<String, String> hashes = new HashMap<>();
    ListContainerOptions options = ListContainerOptions.Builder.recursive();
    String marker;
    do {
      PageSet<? extends StorageMetadata> page = blobs.list(NAME, options);
      for (StorageMetadata object : page) {
        if (object.getType() == StorageType.BLOB
            && !LITTER.matcher(object.getName()).matches()
            && wanted.test(object.getName())) {
          try (InputStream in = blobs.getBlob(NAME, object.getName()).getPayload().openStream()) {
            hashes.put(object.getName(), FileOnDisk.sha256(in));
          }
        }
      }
      marker = page.getNextMarker();
      if (marker != null) {
        options = options.afterMarker(marker);
      }
    } while (marker != null);
    return hashes;
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the S3 server can't end", e);
    } finally {
      store.close();
    }
  }
}
