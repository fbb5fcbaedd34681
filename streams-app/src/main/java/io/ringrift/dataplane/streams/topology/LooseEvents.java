package io.ringrift.dataplane.streams.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.contract.check.ClusterEventCheck;
import io.ringrift.dataplane.contract.check.Fault;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.intake.Arrival;
import io.ringrift.dataplane.streams.intake.Flaw;
import io.ringrift.dataplane.streams.intake.Nodes;
import io.ringrift.dataplane.streams.intake.Normalised;
import io.ringrift.dataplane.streams.intake.Normaliser;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import java.util.List;

/** Loose events as both ways in read them: normalised, then held to the contract's limits. */
public final class LooseEvents {

  private static final String PAYLOAD = "payload.";

  /** Of two fields of one name Jackson would take the last and say nothing. */
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Nodes nodes;

  public LooseEvents(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads JSON text.
   *
   * @throws JsonProcessingException if it is none
   */
  static JsonNode parse(byte[] text) throws JsonProcessingException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e); // An array in memory gives none.
    }
  }

  /** What becomes of one event. */
  public Normalised read(JsonNode json, Arrival arrival) {
    Normalised normalised = Normaliser.normalise(json, arrival, nodes);
    if (!normalised.accepted()) {
      return normalised;
    }
    List<Fault> faults =
        ClusterEventCheck.check(EventCodec.toAvro(normalised.event()), arrival.at());
    return faults.isEmpty()
        ? normalised
        : new Normalised(
            normalised.type(),
            null,
            faults.stream().map(LooseEvents::flaw).toList(),
            normalised.notes(),
            normalised.ignored());
  }

  /** The key that a service would choose, for order among events of one thing. Any will do. */
  public static String key(ClusterEvent event) {
    if (event.payload() instanceof ConfigPayload config) {
      return config.configKey();
    } else if (event.payload() instanceof HostOnline host) {
      return host.nodeId();
    } else if (event.payload() instanceof HostOffline host) {
      return host.nodeId();
    }
    return EventStage.BACKPRESSURE_KEY;
  }

  private static Flaw flaw(Fault fault) {
    String field =
        fault.field().startsWith(PAYLOAD)
            ? fault.field().substring(PAYLOAD.length())
            : fault.field();
    return new Flaw(field, Flaw.Problem.INVALID, fault.value(), fault.allowed());
  }
}
