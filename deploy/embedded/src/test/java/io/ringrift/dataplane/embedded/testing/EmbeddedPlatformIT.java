package io.ringrift.dataplane.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.contract.registry.SchemaNotFoundException;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's own client against the platform that other modules test with. */
class EmbeddedPlatformIT {
  @TempDir Path folder;

  @Test
  void contractsClientRegistersAndReadsBack() {
    Schema schema = NodeHeartbeat.getClassSchema();

    try (EmbeddedPlatform platform = EmbeddedPlatform.start(folder);
        SchemaRegistry first = client(platform);
        SchemaRegistry second = client(platform)) {
      int id = first.register("heartbeats-value", schema);

      assertThat(second.schema(id)).isEqualTo(schema);
      assertThat(second.lookup("heartbeats-value", schema)).isEqualTo(id);
      assertThat(second.latest("heartbeats-value").id()).isEqualTo(id);
      assertThatThrownBy(() -> second.schema(id + 1)).isInstanceOf(SchemaNotFoundException.class);
    }
  }

  private static SchemaRegistry client(EmbeddedPlatform platform) {
    return SchemaRegistry.open(Map.of("schema.registry.url", platform.registryUrl()));
  }
}
