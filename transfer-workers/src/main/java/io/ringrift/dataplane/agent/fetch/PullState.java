package io.ringrift.dataplane.agent.fetch;

/**
 * Where a pull stands.
 *
 * <pre>
 *   RUNNING --> DONE        verified and in place
 *      |------> FAILED      a new order for the same epoch starts it again and resumes
 *      '------> CANCELLED   likewise
 * </pre>
 */
public enum PullState {
  RUNNING,
  DONE,
  FAILED,
  CANCELLED
}
