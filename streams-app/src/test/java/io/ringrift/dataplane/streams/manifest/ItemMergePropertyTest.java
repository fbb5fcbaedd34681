package io.ringrift.dataplane.streams.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ItemMergePropertyTest {

  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final List<String> HASHES =
      List.of("a".repeat(64), "b".repeat(64), "c".repeat(64));

  @Property
  void mergeIsCommutative(@ForAll("rows") Item a, @ForAll("rows") Item b) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
  }

  @Property
  void mergeIsAssociative(@ForAll("rows") Item a, @ForAll("rows") Item b, @ForAll("rows") Item c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void mergeIsIdempotent(@ForAll("rows") Item a, @ForAll("rows") Item b) {
    Item merged = a.merge(b);

    assertThat(merged.merge(a)).isEqualTo(merged);
    assertThat(merged.merge(b)).isEqualTo(merged);
  }

  @Property
  void orderAndRepetitionOfInputsDontMatter(
      @ForAll("histories") List<Item> history, @ForAll long seed) {
    List<Item> shuffled = new ArrayList<>(history);
    shuffled.addAll(history.subList(0, history.size() / 2));
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(fold(shuffled)).isEqualTo(fold(history));
  }

  @Property
  void currentContentIsHeldWhereverAnyValidatedContentIs(@ForAll("histories") List<Item> history) {
    Item row = fold(history);
    ContentVersion current = row.current();

    boolean someHeld =
        row.contents().values().stream()
            .anyMatch(c -> c.validated() && row.heldSomewhere(c.sha256(), node -> false));

    if (someHeld) {
      assertThat(row.heldSomewhere(current.sha256(), node -> false)).isTrue();
    }
  }

  private static Item fold(List<Item> deltas) {
    return deltas.stream().reduce(Item::merge).orElseThrow();
  }

  @Provide
  Arbitrary<List<Item>> histories() {
    return deltas().list().ofMinSize(1).ofMaxSize(30);
  }

  @Provide
  Arbitrary<Item> rows() {
    return histories().map(ItemMergePropertyTest::fold);
  }

  private static Arbitrary<Item> deltas() {
    return Arbitraries.oneOf(replicas(), facts());
  }

  private static Arbitrary<Item> replicas() {
    Arbitrary<String> hashes = Arbitraries.of(HASHES);
    Arbitrary<Validation> validations = Arbitraries.of(Validation.class);
    return Combinators.combine(
            Arbitraries.of(NODES),
            Arbitraries.longs().between(1, 2),
            Arbitraries.longs().between(1, 4),
            Arbitraries.of(true, true, false),
            hashes,
            validations,
            Arbitraries.integers().between(0, 3).injectNull(0.2))
        .as(
            (node, boot, sequence, present, hash, validation, age) ->
                Item.of(
                    Cluster.NPZ,
                    ItemType.NPZ,
                    Cluster.CONFIG,
                    new ReplicaRegister(
                        node,
                        boot,
                        sequence,
                        present,
                        present ? hash : null,
                        present ? 500 : 0,
                        null,
                        validation,
                        null,
                        Cluster.T0),
                    !present
                        ? null
                        : new ContentVersion(
                            hash,
                            500,
                            validation == Validation.VALID,
                            age == null ? null : Cluster.T0.minusSeconds(age),
                            600L,
                            null,
                            null,
                            null)));
  }

  private static Arbitrary<Item> facts() {
    return Combinators.combine(
            Arbitraries.of("e1", "e2", "e3"),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(HASHES).injectNull(0.3),
            Arbitraries.doubles().between(0, 1).ofScale(1))
        .as(
            (event, second, hash, quality) ->
                Item.of(
                    Cluster.NPZ,
                    ItemType.NPZ,
                    Cluster.CONFIG,
                    fact(event + second + hash + quality, second, hash, quality)));
  }

  private static ExportFact fact(String eventId, int second, String hash, double quality) {
    Instant occurredAt = Cluster.T0.plusSeconds(second);
    return new ExportFact(eventId, occurredAt, "n1", hash, occurredAt, 600L, null, quality, null);
  }
}
