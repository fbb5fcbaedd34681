package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.RsyncPair;
import io.ringrift.dataplane.agent.Sshd;

/** The transport rsync through the source's sshd. */
class RsyncBySshFetcherTest extends RsyncFetcherTest {
  @Override
  RsyncPair pair() throws Exception {
    return new RsyncPair(folder, Sshd::client);
  }
}
