package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.util.Optional;

/** p2p_http to a target that gets its orders as commands, since nobody can call it. */
class UncallableTargetContractTest extends P2pHttpContractTest {
  @Override
  protected NodeAddress target() {
    return new NodeAddress(AgentPair.TARGET, Optional.empty());
  }
}
