package io.ringrift.dataplane.worker.grant;

import java.security.PrivateKey;

/**
 * A worker's key.
 *
 * @param keyId names the public half in the header of every token
 */
public record SigningKey(String keyId, PrivateKey key) {

  @Override
  public String toString() {
    return "SigningKey[" + keyId + "]";
  }
}
