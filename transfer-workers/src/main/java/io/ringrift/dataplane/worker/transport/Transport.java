package io.ringrift.dataplane.worker.transport;

/**
 * One way to bring bytes from a source to a target. Thread safe: called from every slot at once.
 *
 * <p>A transport answers, it doesn't throw: every failure is a {@link TransferOutcome.Failed} that
 * says what it asks for. The same request twice is one copy, and {@link TransferOutcome.Arrived}
 * means that the target has verified the content's hash, whatever the protocol underneath claims.
 */
public interface Transport extends AutoCloseable {
  TransportKind kind();

  /** Asked before {@link #transfer}; does no I/O. */
  Support supports(TransferRequest request, NodeAddress source);

  /**
   * Carries the content from the source to the request's target; returns when that has ended.
   *
   * @param source one of the request's sources
   * @throws InterruptedException if the worker stops. What has been moved stays where it is, so
   *     that whoever carries on resumes.
   */
  TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException;

  @Override
  void close();
}
