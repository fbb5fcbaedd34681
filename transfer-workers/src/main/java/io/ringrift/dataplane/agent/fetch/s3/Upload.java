package io.ringrift.dataplane.agent.fetch.s3;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.s3.BucketItems;
import io.ringrift.dataplane.agent.source.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * One upload of a file.
 *
 * <p>Algorithm: the file is read part by part, in order, for its SHA-256 and the MD5 of the part. A
 * part of this MD5 that the bucket already has is left there; any other is sent with its MD5, which
 * the server checks, while the next one is read. When the SHA-256 of all that was read is the
 * ordered one, the parts are made an object, on condition that what stood there hasn't changed.
 */
final class Upload {
  /** S3 takes 10,000 parts of an object at most. */
  private static final int MOST_PARTS = 10_000;

  private static final long LEAST_PART_BYTES = 8L << 20;
  private static final int BUFFER_BYTES = 256 * 1024;

  /**
   * Answers after which a begun upload ends: its parts are refused, or something else came first.
   */
  private static final Set<Integer> OVER = Set.of(400, 404, 409, 412);

  private final StoredObject object;
  private final BucketItems items;
  private final PushTask task;
  private final FileChannel file;
  private final Uploads uploads;
  private final int streams;
  private final Executor executor;
  private final long size;
  private final MessageDigest whole = FileHash.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  Upload(StoredObject object, FileChannel file, Uploads uploads, int streams, Executor executor) {
    this.object = object;
    this.items = object.items();
    this.task = object.task();
    this.file = file;
    this.uploads = uploads;
    this.streams = streams;
    this.executor = executor;
    this.size = task.order().sizeBytes();
  }

  /** Brings the file there; gives the ETag that the object has if the server makes it of MD5s. */
  String run(StoredObject.Standing standing)
      throws IOException, FetchFailure, InterruptedException {
    return size <= LEAST_PART_BYTES ? inOne(standing) : inParts(standing);
  }

  private String inOne(StoredObject.Standing standing)
      throws IOException, FetchFailure, InterruptedException {
    Slice all = new Slice(file, 0, size);
    byte[] md5 = digest(all);
    refuseOther();
    items
        .client()
        .putObject(
            request -> {
              request
                  .bucket(items.bucket())
                  .key(object.key())
                  .metadata(object.metadata())
                  .contentMD5(Base64.getEncoder().encodeToString(md5));
              if (standing.etag() == null) {
                request.ifNoneMatch("*");
              } else {
                request.ifMatch(standing.etag());
              }
            },
            all.body(task));
    task.arrived(size);
    return Digests.hex(md5);
  }

  private String inParts(StoredObject.Standing standing)
      throws IOException, FetchFailure, InterruptedException {
    String sha256 = task.order().sha256();
    Optional<Uploads.Begun> earlier = uploads.find(sha256, object.key());
    Uploads.Begun upload = earlier.isPresent() ? earlier.get() : begin(sha256);
    try {
      return inParts(standing, upload);
    } catch (S3Exception e) {
      if (OVER.contains(e.statusCode())) {
        // The next attempt begins anew, if there has to be one.
        uploads.giveUp(upload);
      }
      throw e;
    }
  }

  private String inParts(StoredObject.Standing standing, Uploads.Begun upload)
      throws IOException, FetchFailure, InterruptedException {
    String sha256 = task.order().sha256();
    MessageDigest digests = Digests.md5();
    List<CompletedPart> completed = send(upload, digests);
    try {
      refuseOther();
    } catch (FetchFailure e) {
      uploads.giveUp(upload);
      throw e;
    }
    items
        .client()
        .completeMultipartUpload(
            request -> {
              request
                  .bucket(items.bucket())
                  .key(object.key())
                  .uploadId(upload.id())
                  .multipartUpload(parts -> parts.parts(completed));
              if (standing.etag() == null) {
                request.ifNoneMatch("*");
              } else {
                request.ifMatch(standing.etag());
              }
            });
    uploads.ended(upload);
    return Digests.hex(digests.digest()) + "-" + completed.size();
  }

  private Uploads.Begun begin(String sha256) throws IOException {
    String id =
        items
            .client()
            .createMultipartUpload(
                request ->
                    request
                        .bucket(items.bucket())
                        .key(object.key())
                        .contentType("application/octet-stream")
                        .metadata(object.metadata()))
            .uploadId();
    return uploads.begin(sha256, object.key(), id);
  }

  /**
   * @param digests gets the MD5 of each part, of which S3 makes the object's ETag
   */
  private List<CompletedPart> send(Uploads.Begun upload, MessageDigest digests)
      throws IOException, FetchFailure, InterruptedException {
    long partBytes = Math.max(LEAST_PART_BYTES, (size + MOST_PARTS - 1) / MOST_PARTS);
    List<CompletedPart> completed = new ArrayList<>();
    Deque<FutureTask<CompletedPart>> sending = new ArrayDeque<>();
    int number = 1;
    try {
      for (long start = 0; start < size; start += partBytes, number++) {
        Slice slice = new Slice(file, start, Math.min(partBytes, size - start));
        byte[] md5 = digest(slice);
        digests.update(md5);
        if (sending.size() == streams) {
          completed.add(end(sending.remove()));
        }
        sending.add(sent(upload, number, slice, md5));
      }
      while (!sending.isEmpty()) {
        completed.add(end(sending.remove()));
      }
    } finally {
      // The file is closed next: nobody may still read it.
      for (FutureTask<CompletedPart> left : sending) {
        settle(left);
      }
    }
    return completed;
  }

  private FutureTask<CompletedPart> sent(
      Uploads.Begun upload, int number, Slice slice, byte[] md5) {
    FutureTask<CompletedPart> sending =
        new FutureTask<>(
            () -> {
              String etag = upload.etag(number, Digests.hex(md5));
              if (etag == null) {
                etag = send(upload, number, slice, md5);
              }
              task.arrived(slice.length());
              return CompletedPart.builder().partNumber(number).eTag(etag).build();
            });
    executor.execute(sending);
    return sending;
  }

  private String send(Uploads.Begun upload, int number, Slice slice, byte[] md5)
      throws IOException {
    String etag =
        items
            .client()
            .uploadPart(
                request ->
                    request
                        .bucket(upload.bucket())
                        .key(upload.key())
                        .uploadId(upload.id())
                        .partNumber(number)
                        .contentMD5(Base64.getEncoder().encodeToString(md5)),
                slice.body(task))
            .eTag();
    uploads.confirmed(upload, number, Digests.hex(md5), etag);
    return etag;
  }

  /** Reads a part for its MD5, and for the hash of the whole. */
  private byte[] digest(Slice slice) throws IOException, InterruptedException {
    MessageDigest md5 = Digests.md5();
    long position = slice.start();
    long end = slice.start() + slice.length();
    while (position < end) {
      task.throwIfCancelled();
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - position));
      int read = file.read(buffer, position);
      if (read < 0) {
        throw new IOException("file became shorter while it was read");
      }
      whole.update(buffer.array(), 0, read);
      md5.update(buffer.array(), 0, read);
      position += read;
    }
    return md5.digest();
  }

  private void refuseOther() throws FetchFailure {
    if (!FileHash.hex(whole).equals(task.order().sha256())) {
      throw Deposit.changed(task.order().name().itemId());
    }
  }

  private CompletedPart end(FutureTask<CompletedPart> sending) throws InterruptedException {
    try {
      return sending.get();
    } catch (ExecutionException e) {
      task.throwIfCancelled();
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void settle(FutureTask<CompletedPart> sending) throws InterruptedException {
    try {
      sending.get();
    } catch (ExecutionException e) {
      // The first failure is the one that is told.
    }
  }
}
