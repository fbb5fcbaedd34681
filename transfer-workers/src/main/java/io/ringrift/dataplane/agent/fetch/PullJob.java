package io.ringrift.dataplane.agent.fetch;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one order to its end, whatever that is. */
final class PullJob implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(PullJob.class);

  private final Pull pull;
  private final Carrier.Carriage carriage;
  private final Runnable whenEnded;

  PullJob(Pull pull, Carrier.Carriage carriage, Runnable whenEnded) {
    this.pull = pull;
    this.carriage = carriage;
    this.whenEnded = whenEnded;
  }

  @Override
  public void run() {
    try {
      PullStatus.Received received = carriage.carry(pull);
      release();
      pull.done(received);
    } catch (FetchFailure e) {
      fail(e);
    } catch (InterruptedException e) {
      fail(new FetchFailure(FailureCode.CANCELLED, "the agent is shutting down"));
    } catch (IOException e) {
      fail(new FetchFailure(FailureCode.ofDisk(e), e.toString()));
    } catch (RuntimeException e) {
      LOG.error("pull {} broke", pull.order().operationId(), e);
      fail(new FetchFailure(FailureCode.INTERNAL_ERROR, e.toString()));
    } catch (Error e) {
      // Whoever asks is told, and its room is free, even if this thread is lost.
      fail(new FetchFailure(FailureCode.INTERNAL_ERROR, e.toString()));
      throw e;
    }
  }

  private void fail(FetchFailure cause) {
    release();
    pull.failed(cause);
  }

  /** Who learns that a pull has ended may order the next at once, so its room is free before. */
  private void release() {
    carriage.close();
    whenEnded.run();
  }
}
