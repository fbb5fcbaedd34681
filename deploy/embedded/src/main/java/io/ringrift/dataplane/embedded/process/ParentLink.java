package io.ringrift.dataplane.embedded.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a child with its parent, even when the parent was killed with -9: the parent holds the other
 * end of the child's standard input, and the system closes it with the parent.
 */
public final class ParentLink {
  /** Program argument by which {@link ChildProcess} children are asked to watch their parent. */
  public static final String FLAG = "--with-parent";

  private ParentLink() {}

  /**
   * Runs {@code ending} on a daemon thread once {@code input} is at its end. Pass {@code System.in}
   * and {@code () -> System.exit(0)}, so that shutdown hooks run.
   */
  public static void whenParentEnds(InputStream input, Runnable ending) {
    Thread watch =
        new Thread(
            () -> {
              awaitEnd(input);
              ending.run();
            },
            "parent-link");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd(InputStream input) {
    byte[] ignored = new byte[256];
    try {
      while (input.read(ignored) >= 0) {
        // The parent sends nothing; whatever comes has no meaning.
      }
    } catch (IOException broken) {
      // A broken pipe is the end as well.
    }
  }
}
