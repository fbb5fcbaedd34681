package io.ringrift.dataplane.contract.registry;

import org.apache.kafka.common.errors.RetriableException;

/**
 * No registry could answer: refused connections, timeouts, 408, 429 or 5xx from every URL after all
 * tries. Says nothing about the record in hand: wait and try again, never dead-letter.
 */
public final class RegistryUnreachableException extends RetriableException {

  public RegistryUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
