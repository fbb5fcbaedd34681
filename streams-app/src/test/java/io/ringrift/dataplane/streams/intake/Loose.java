package io.ringrift.dataplane.streams.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loose events as services send them, and the cluster that they speak of. */
final class Loose {

  static final Instant T = Instant.parse("2026-11-24T08:00:00Z");
  static final Arrival ARRIVAL = new Arrival("dataplane.events.json:1:42", T);

  /** gpu-1 and gpu-2 with their agents' addresses; at gpu-2 there is a drive, too. */
  static final Nodes NODES =
      new Nodes() {
        private final Map<String, Address> nodes =
            new TreeMap<>(
                Map.of(
                    "gpu-1", new Address("10.0.0.5", 7001),
                    "gpu-2", new Address("10.0.0.6", 7001),
                    "drive-2", new Address("10.0.0.6", 7002)));

        @Override
        public boolean known(String nodeId) {
          return nodes.containsKey(nodeId);
        }

        @Override
        public List<String> at(Address address) {
          return nodes.entrySet().stream()
              .filter(node -> node.getValue().fits(address))
              .map(Map.Entry::getKey)
              .toList();
        }

        @Override
        public String dataRoot(String nodeId) {
          return known(nodeId) ? "/data" : null;
        }
      };

  /** For the reference page, by event; some are refused. */
  static final Map<String, List<String>> EXAMPLES =
      Map.ofEntries(
          Map.entry(
              "TRAINING_STARTED",
              List.of(
                  "{'event': 'TRAINING_STARTED', 'config': 'sq8_2p'}",
                  "{'event_type': 'training_start', 'timestamp': 1764000000.25,"
                      + " 'source': 'training_coordinator', 'payload': {'board_type': 'hex8',"
                      + " 'num_players': 2, 'hostname': 'gpu-1', 'epochs': 50}}")),
          Map.entry(
              "TRAINING_THRESHOLD_REACHED",
              List.of(
                  "{'event': 'training_threshold', 'config_key': 'hex8_2p', 'new_games': 5000}")),
          Map.entry(
              "TRAINING_COMPLETED",
              List.of(
                  "{'event': 'training_complete', 'config': 'hex8_2p', 'host': 'gpu-1',"
                      + " 'job_id': 17}")),
          Map.entry(
              "TRAINING_FAILED",
              List.of(
                  "{'event': 'TRAINING_FAILED', 'config': 'hex8_2p', 'node_name': 'gpu-1',"
                      + " 'error_message': 'CUDA out of memory'}")),
          Map.entry(
              "DATA_NEEDED",
              List.of(
                  "{'event': 'DATA_NEEDED', 'config_key': 'hex8_2p', 'target_node': 'gpu-1',"
                      + " 'data_type': 'npz', 'min_samples': '1000'}",
                  "{'event': 'DATA_NEEDED', 'config_key': 'hex8_2p'}",
                  "{'event': 'DATA_NEEDED', 'config_key': 'hex8_2p', 'board_type': 'square8',"
                      + " 'num_players': 2, 'node_id': 'gpu-1'}")),
          Map.entry(
              "DATA_STALE",
              List.of(
                  "{'event': 'data_stale', 'ts': '2026-11-24T08:00:00Z', 'config': 'hex8_2p',"
                      + " 'host': 'gpu-1', 'data_age_hours': 30.5}")),
          Map.entry(
              "SELFPLAY_COMPLETE",
              List.of(
                  "{'event': 'GPU_SELFPLAY_COMPLETE', 'board_type': 'square19', 'num_players': 3,"
                      + " 'node_id': 'gpu-2', 'games_generated': 120}",
                  "{'event': 'SELFPLAY_COMPLETE', 'host': 'gpu-2', 'num_games': 4000,"
                      + " 'db_path': '/data/games/canonical_hex8_2p.db'}")),
          Map.entry(
              "NPZ_EXPORT_COMPLETE",
              List.of(
                  "{'event': 'EXPORT_COMPLETE', 'config': 'hex8_2p', 'host': 'gpu-1',"
                      + " 'samples_exported': 532000,"
                      + " 'output_path': '/data/npz/hex8_2p/hex8_2p-0001.npz'}",
                  "{'event': 'NPZ_EXPORT_COMPLETE', 'config': 'hex8_2p', 'host': 'gpu-1',"
                      + " 'samples': 532000, 'path': '/scratch/hex8_2p.npz'}")),
          Map.entry(
              "MODEL_PROMOTED",
              List.of(
                  "{'event': 'PROMOTION_COMPLETE', 'elo': 1650.5,"
                      + " 'model_path': 'models/canonical_hex8_2p.pth'}")),
          Map.entry(
              "HOST_ONLINE",
              List.of(
                  "{'event': 'host_online', 'node_id': 'vast-7', 'host': '10.0.0.7',"
                      + " 'role': 'training'}",
                  "{'event': 'HOST_ONLINE', 'host': '10.0.0.5'}",
                  "{'event': 'HOST_ONLINE', 'host': '10.9.9.9'}",
                  "{'event': 'HOST_ONLINE', 'host': '10.0.0.6'}")),
          Map.entry(
              "HOST_OFFLINE",
              List.of("{'event': 'HOST_OFFLINE', 'host': '10.0.0.5', 'reason': 'spot reclaimed'}")),
          Map.entry(
              "BACKPRESSURE_ACTIVATED",
              List.of(
                  "{'event': 'BACKPRESSURE_ACTIVATED', 'scope': 'cluster',"
                      + " 'reason': 'queue depth'}",
                  "{'event': 'backpressure_activated', 'host': 'gpu-1', 'level': 'high'}",
                  "{'event': 'backpressure_activated', 'queue_name': 'cold-storage'}",
                  "{'event': 'backpressure_activated', 'global': true}",
                  "{'event': 'backpressure_activated', 'level': 'high',"
                      + " 'source': 'sync_daemon'}")),
          Map.entry(
              "BACKPRESSURE_RELEASED",
              List.of("{'event': 'backpressure_released', 'scope': 'node', 'node': 'gpu-1'}")));

  private static final ObjectMapper JSON = new ObjectMapper();

  private Loose() {}

  /** JSON with single quotes. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Normalised normalise(String text) {
    return Normaliser.normalise(json(text), ARRIVAL, NODES);
  }

  /** An event of the contract as JSON, in the form that the query API and the page show. */
  static JsonNode render(ClusterEvent event) {
    return AvroJson.object(EventCodec.toAvro(event));
  }
}
