package io.ringrift.dataplane.streams.nodefile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.node.DeclaredNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFileTest {

  private static final String HEAD =
      """
      racks:
        r1: {provider: lambda, region: us-east}
      shares: [nfs]
      nodes:
        - {id: a, share: nfs}
      """;

  @Test
  void theShippedExampleIsGood() throws IOException {
    NodeFile file = NodeFile.read(Path.of("..", "deploy", "nodes", "ringrift.yaml"));

    assertThat(file.faults()).isEmpty();
    assertThat(file.nodes()).filteredOn(node -> node.kind() == null).hasSize(42);
    assertThat(file.nodes()).filteredOn(node -> node.behindNat()).hasSize(13);
    assertThat(file.nodes()).filteredOn(node -> node.roles().contains("ephemeral")).hasSize(14);
    assertThat(file.nodes()).extracting(DeclaredNode::nodeId).contains("owc", "s3", "coordinator");
  }

  @Test
  void readsEveryField() {
    NodeFile file =
        NodeFile.parse(
            HEAD
                + """
                    - id: owc
                      kind: drive
                      rack: r1
                      roles: [storage, backup]
                      endpoint: http://10.0.0.1:7070
                      receives: [npz, MODEL]
                      share: nfs
                      addresses: [10.0.0.1, "fd00::1"]
                      disk_limit_percent: 85
                      max_transfers: 3
                  """);

    assertThat(file.faults()).isEmpty();
    assertThat(file.nodes().get(1))
        .isEqualTo(
            new DeclaredNode(
                "owc",
                NodeKind.DRIVE,
                "lambda",
                "us-east",
                "r1",
                Set.of("storage", "backup"),
                "http://10.0.0.1:7070",
                false,
                Set.of(ItemType.NPZ, ItemType.MODEL),
                "nfs",
                Set.of("10.0.0.1", "fd00::1"),
                85,
                3,
                Map.of(),
                null));
  }

  @Test
  void saysHowFarPlacesAreFromOneAnother() {
    NodeFile file =
        NodeFile.parse(
            """
            racks:
              r1: {provider: lambda}
              r2: {provider: home}
            links:
              - {between: [lambda, home], latency_ms: 70}
              - {between: [r1, home], latency_ms: 60}
              - {between: [gpu-1, owc], latency_ms: 50}
            nodes:
              - {id: gpu-1, rack: r1}
              - {id: gpu-2, rack: r1}
              - {id: owc, rack: r2}
            """);

    assertThat(file.faults()).isEmpty();
    assertThat(file.nodes())
        .extracting(DeclaredNode::latencyMs)
        .containsExactly(
            Map.of("home", 60, "owc", 50),
            Map.of("home", 60),
            Map.of("lambda", 70, "r1", 60, "gpu-1", 50));
  }

  @Test
  void refusesLinksThatLeadNowhere() {
    NodeFile file =
        NodeFile.parse(
            """
            links:
              - {between: [a, moon], latency_ms: 70}
              - {between: [a, b], latency_ms: 0}
              - {between: [a], latency_ms: 3}
              - {between: [b, a], latency_ms: 3}
              - {between: [a, b], latency_ms: 4}
              - {between: [a, b]}
            nodes:
              - {id: a}
              - {id: b}
            """);

    assertThat(file.faults())
        .containsExactlyInAnyOrder(
            "link a - moon: between is moon, allowed: a node, a rack or a provider",
            "links, entry 2: latency_ms is 0, allowed: 1..60000",
            "links, entry 3: between is [a], allowed: two places, each a node, a rack or a provider",
            "link a - b: it is there twice, allowed: once",
            "links, entry 6: latency_ms is missing, allowed: 1..60000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{id: a} | node a: id is a, allowed: an id that no other node has",
        "{rack: r1} | nodes, entry 2: id is missing, allowed: the id of its agent",
        "{id: b, rack: r9} | node b: rack is r9, allowed: one of racks: [r1]",
        "{id: b, rack: r1, provider: vast}"
            + " | node b: provider is vast, allowed: lambda, as its rack has it",
        "{id: b, rack: r1, region: eu}"
            + " | node b: region is eu, allowed: us-east, as its rack has it",
        "{id: b, share: lustre} | node b: share is lustre, allowed: one of shares: [nfs]",
        "{id: b, kind: BUCKET, share: nfs}"
            + " | node b: share is nfs, allowed: none: a bucket is no file system",
        "{id: b, kind: TAPE} | node b: kind is 'TAPE', allowed: one of [HOST, DRIVE, BUCKET]",
        "{id: b, roles: [coordinator], receives: [NPZ]} | node b: receives is [NPZ], allowed:"
            + " [MODEL] for a coordinator or a Mac, or any with the role external-storage",
        "{id: b, roles: [mac, training]}"
            + " | node b: roles is [mac, training], allowed: without training: it gets no NPZ to"
            + " train on",
        "{id: b, roles: [serving], receives: [NPZ]}"
            + " | node b: receives is [NPZ], allowed: MODEL among them, as it serves models",
        "{id: b, roles: [ephemeral, backup]} | node b: roles is [backup, ephemeral], allowed:"
            + " ephemeral, or storage and backup: not both",
        "{id: b, base_url: 'http://b:1', endpoint: 'http://b:2'}"
            + " | node b: endpoint is http://b:2, allowed: none: with base_url it has no agent",
        "{id: b, base_url: 'http://b:1', nat: true} | node b: nat is true, allowed: false: with"
            + " base_url its files are fetched from there",
        "{id: b, base_url: 'http://b:1', receives: [NPZ]} | node b: receives is [NPZ], allowed:"
            + " none: with base_url nothing can be brought there",
        "{id: b, base_url: 'http://b:1', roles: [storage, training]} | node b: roles is [training],"
            + " allowed: others: with base_url nothing can be brought there",
        "{id: b, base_url: 'http://b:1', kind: BUCKET}"
            + " | node b: kind is BUCKET, allowed: HOST or DRIVE: a bucket is reached by s3",
        "{id: b, base_url: 'http://me:secret@b/'} | node b: base_url is 'http://me:secret@b/',"
            + " allowed: http://host:port/path, without user, query and fragment",
        "{id: b, nat: true, endpoint: 'http://b:1'}"
            + " | node b: endpoint is http://b:1, allowed: none: with nat true nobody can call it",
        "{id: b, endpoint: b} | node b: endpoint is 'b', allowed: http://host:port",
        "{id: b, nat: maybe} | node b: nat is 'maybe', allowed: true or false",
        "{id: b, addresses: [home]}"
            + " | node b: addresses is [\"home\"], allowed: a list of IP addresses",
        "{id: b, receives: []} | node b: receives is [], allowed: a list of some of"
            + " [GAME, MODEL, NPZ, CHECKPOINT]",
        "{id: b, receives: [OTHER]} | node b: receives is [\"OTHER\"], allowed: a list of some of"
            + " [GAME, MODEL, NPZ, CHECKPOINT]",
        "{id: b, disk_limit_percent: 170} | node b: disk_limit_percent is 170, allowed: 1..100",
        "{id: b, disk_limit_percent: 0} | node b: disk_limit_percent is 0, allowed: 1..100",
        "{id: b, max_transfers: many} | node b: max_transfers is 'many', allowed: 1..1000",
      })
  void refuses(String entry, String fault) {
    NodeFile file = NodeFile.parse(HEAD + "  - " + entry + "\n");

    assertThat(file.faults()).containsExactly(fault);
  }

  @Test
  void refusesAnEndpointOfTwoNodes() {
    NodeFile file =
        NodeFile.parse(
            HEAD
                + """
                    - {id: b, endpoint: "http://b:1"}
                    - {id: c, endpoint: "http://b:1"}
                  """);

    assertThat(file.faults())
        .containsExactly(
            "node c: endpoint is http://b:1, allowed: one that no other node has, b has it");
  }

  @Test
  void takesAPlainFileServer() {
    NodeFile file =
        NodeFile.parse(
            "nodes:\n  - {id: owc, kind: DRIVE, base_url: 'http://mac:8000/RingRift-Data'}\n");

    assertThat(file.faults()).isEmpty();
    assertThat(file.nodes().iterator().next().baseUrl()).isEqualTo("http://mac:8000/RingRift-Data");
  }

  @Test
  void refusesAShareWithoutMember() {
    NodeFile file = NodeFile.parse("shares: [nfs]\nnodes:\n  - {id: a}\n");

    assertThat(file.faults())
        .containsExactly("share nfs: it has no member, allowed: one node or more");
  }

  @Test
  void namesAFieldThatIsNone() {
    NodeFile file = NodeFile.parse(HEAD + "  - {id: b, raks: r1}\nhosts: []\n");

    assertThat(file.faults())
        .containsExactly(
            "file: hosts is no field, allowed: racks, links, nodes, shares",
            "node b: raks is no field, allowed: id, rack, provider, region, kind, roles, endpoint,"
                + " nat, receives, share, addresses, disk_limit_percent, max_transfers, base_url");
  }

  @Test
  void listsAllFaultsAtOnce() {
    NodeFile file =
        NodeFile.parse(
            HEAD
                + """
                    - {id: a, rack: r9, disk_limit_percent: 0}
                    - {id: b, roles: [coordinator], receives: [GAME], nat: true, endpoint: "http://b:1"}
                  """);

    assertThat(file.faults()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({"''", "nodes: []", "nodes: 3", "[]"})
  void refusesAFileWithoutNodes(String yaml) {
    assertThat(NodeFile.parse(yaml).faults())
        .contains("file: nodes is missing or empty, allowed: a list of nodes, each with an id");
  }

  @Test
  void saysWhereTheYamlIsBroken() {
    assertThat(NodeFile.parse("nodes:\n  - {id: a\n").faults())
        .singleElement()
        .asString()
        .startsWith("the file is no YAML: ")
        .contains("line 2");
  }

  @Test
  void refusesAFieldThatStandsTwice() {
    assertThat(NodeFile.parse("nodes:\n  - {id: a, rack: x, rack: y}\n").faults())
        .singleElement()
        .asString()
        .startsWith("the file is no YAML: Duplicate field 'rack'");
  }
}
