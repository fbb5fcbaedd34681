package io.ringrift.dataplane.agent.fetch.rsync;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The way from here to the source's rsync. May be closed by any thread. */
interface Way extends Closeable {
  /** Returns when it is open, or about to be. */
  void open() throws IOException;

  /** What the source says. */
  InputStream in() throws IOException;

  /** What is said to the source. */
  OutputStream out() throws IOException;

  /** Why it led nowhere; null: what was wrong, if anything, was not the way. */
  FetchFailure trouble();

  @Override
  void close();
}
