package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.OldPartials;
import io.ringrift.dataplane.agent.s3.BucketItems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Uploads in parts that have begun: a small file each, named after the content and the key it goes
 * to, with the parts that the server has confirmed, so that a restarted agent goes on where it was.
 * One content may be on its way to several keys.
 */
public final class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

  private final BucketItems items;
  private final Path folder;

  /**
   * An upload.
   *
   * @param note the file that tells of it
   * @param id given by S3
   * @param etags by number of the part and MD5 of its bytes
   */
  record Begun(Path note, String id, String bucket, String key, Map<String, String> etags) {

    /** The ETag of the part, if these bytes of it are there; null if they are not. */
    String etag(int number, String md5) {
      return etags.get(number + " " + md5);
    }
  }

  public Uploads(BucketItems items, Path folder) throws IOException {
    this.items = items;
    this.folder = Files.createDirectories(folder);
  }

  /** The upload of this content to this key that an earlier attempt began. */
  Optional<Begun> find(String sha256, String key) throws IOException {
    return read(note(sha256, key))
        .filter(begun -> begun.bucket().equals(items.bucket()) && begun.key().equals(key));
  }

  Begun begin(String sha256, String key, String id) throws IOException {
    Path note = note(sha256, key);
    Path temporary = note.resolveSibling(note.getFileName() + ".tmp");
    Files.write(temporary, List.of(id, items.bucket(), key));
    Files.move(
        temporary, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new Begun(note, id, items.bucket(), key, Map.of());
  }

  /** The server has confirmed a part. A line that a crash tears is a part that is sent again. */
  synchronized void confirmed(Begun upload, int number, String md5, String etag)
      throws IOException {
    Files.write(upload.note(), List.of(number + " " + md5 + " " + etag), StandardOpenOption.APPEND);
  }

  void ended(Begun upload) throws IOException {
    Files.deleteIfExists(upload.note());
  }

  /**
   * Gives up an upload, so that the next attempt begins anew, and frees its parts. If the bucket
   * doesn't answer, the sweep frees them: who forgot the id would leave them, unseen and paid for.
   */
  void giveUp(Begun upload) throws IOException {
    if (abort(upload)) {
      ended(upload);
      return;
    }
    byte[] digest = Digests.md5().digest(upload.id().getBytes(StandardCharsets.UTF_8));
    Path aside =
        upload.note().resolveSibling(upload.note().getFileName() + "." + Digests.hex(digest));
    Files.move(upload.note(), aside, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What comes before the dot says what the sweep keeps; a key itself may be no file name. */
  private Path note(String sha256, String key) {
    byte[] digest = Digests.md5().digest(key.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(sha256 + "." + Digests.hex(digest));
  }

  /**
   * Gives up those to which nothing was added since {@code before}, and frees their parts. What
   * can't be freed now is left for the next sweep.
   *
   * @return how many were given up
   */
  public int sweep(Instant before, Predicate<String> keep) throws IOException {
    int givenUp = 0;
    for (Path file : idle(before, keep)) {
      Optional<Begun> upload = read(file);
      if (upload.isEmpty() || abort(upload.get())) {
        Files.deleteIfExists(file);
        givenUp++;
      }
    }
    return givenUp;
  }

  /** Those to which nothing was added since {@code before}, save those to keep. */
  public List<Path> idle(Instant before, Predicate<String> keep) throws IOException {
    return OldPartials.older(folder, before, keep);
  }

  /** Whether the server has nothing of it any more. */
  private boolean abort(Begun upload) {
    try {
      items
          .client()
          .abortMultipartUpload(
              request -> request.bucket(upload.bucket()).key(upload.key()).uploadId(upload.id()));
    } catch (NoSuchUploadException e) {
      LOG.debug("upload {} is gone already", upload);
    } catch (SdkException e) {
      LOG.warn("{} can't be aborted yet, a later sweep tries it again: {}", upload, e.getMessage());
      return false;
    }
    return true;
  }

  private static Optional<Begun> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() < 3) {
      return Optional.empty();
    }
    Map<String, String> etags = new HashMap<>();
    for (String line : lines.subList(3, lines.size())) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[2].endsWith("\"")) {
        etags.put(words[0] + " " + words[1], words[2]);
      }
    }
    return Optional.of(new Begun(file, lines.get(0), lines.get(1), lines.get(2), etags));
  }
}
