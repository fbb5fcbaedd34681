package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;

class P2pHttpContractTest extends TransportContract {
  @Override
  protected Transport transport() {
    return new P2pHttpTransport(
        new HttpAgentPort(),
        (request, source) ->
            agents
                .signer()
                .sign(
                    new Grant(
                        request.operationId(),
                        request.epoch(),
                        request.itemId(),
                        request.sha256(),
                        source,
                        AgentPair.TARGET)),
        Patience.DEFAULT,
        System::nanoTime,
        Pause.real());
  }
}
