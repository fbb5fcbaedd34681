package io.ringrift.dataplane.worker.transport.rsync;

import io.ringrift.dataplane.agent.RsyncPair;
import io.ringrift.dataplane.agent.Sshd;

/** The transport rsync through the source's sshd. */
class RsyncBySshContractTest extends RsyncContractTest {
  @Override
  RsyncPair pair() throws Exception {
    return new RsyncPair(folder, Sshd::client);
  }
}
