package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A transport in memory: holds each fetch back until its item is let through. */
final class GatedFetcher implements Fetcher {
  private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private volatile Sent whenSent = task -> {};
  private volatile boolean rewrites;
  private volatile String problem;

  /** What happens after the last byte, before the fetch ends. */
  @FunctionalInterface
  interface Sent {
    void happens(FetchTask task) throws IOException, InterruptedException;
  }

  /** Has this content from now on; returns its hash. */
  String offer(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    MessageDigest digest = FileHash.sha256();
    digest.update(bytes);
    String sha256 = FileHash.hex(digest);
    contents.put(sha256, bytes);
    return sha256;
  }

  void whenSent(Sent action) {
    whenSent = action;
  }

  /** Says from now on that it writes over what it has marked. */
  void rewrites() {
    rewrites = true;
  }

  @Override
  public boolean rewrites(FetchTask task) {
    return rewrites;
  }

  /** Can't be used from now on; null: can. */
  void unavailable(String why) {
    problem = why;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.ofNullable(problem);
  }

  void letThrough(String itemId) {
    gate(itemId).countDown();
  }

  /** Operations whose fetch has begun, in order. */
  List<String> begun() {
    return begun;
  }

  @Override
  public String transport() {
    return "memory";
  }

  @Override
  public void fetch(FetchTask task) throws FetchFailure, InterruptedException {
    begun.add(task.order().operationId());
    CountDownLatch gate = gate(task.order().name().itemId());
    while (!gate.await(5, TimeUnit.MILLISECONDS)) {
      task.throwIfCancelled();
    }
    byte[] content = contents.get(task.order().sha256());
    try {
      task.partial().write(ByteBuffer.wrap(content), 0);
      task.partial().finish(0, false);
      task.moved(content.length);
      whenSent.happens(task);
    } catch (IOException e) {
      throw new FetchFailure(FailureCode.ofDisk(e), e.toString());
    }
  }

  private CountDownLatch gate(String itemId) {
    return gates.computeIfAbsent(itemId, id -> new CountDownLatch(1));
  }
}
