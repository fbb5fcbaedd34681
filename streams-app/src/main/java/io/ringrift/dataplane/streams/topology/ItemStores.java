package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.codec.OperationCodec;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The stores of the items stage as the model sees them; one task's part of each. */
final class ItemStores {

  static final String MANIFEST = "manifest";
  static final String OPERATIONS = "operations";
  static final String SLOTS = "operation-slots";
  static final String INDEX = "items-index";
  static final String NODES = "items-nodes";

  private final KeyValueStore<String, ManifestItem> manifest;
  private final KeyValueStore<String, OperationStatus> operations;
  private final KeyValueStore<String, String> slots;
  private final ItemsIndex index;
  private final BackupEntries backups;
  private final LinkEntries links;
  private final PlaceEntries places;
  private final Timers removals;
  private final StoredNodes nodes;
  private final StoredPressure pressure;

  ItemStores(StoreSource source, SchedulePolicy schedule, NodeRooms rooms) {
    manifest = source.store(MANIFEST);
    operations = source.store(OPERATIONS);
    slots = source.store(SLOTS);
    KeyValueStore<byte[], byte[]> entries = source.store(INDEX);
    index = new ItemsIndex(entries);
    backups = new BackupEntries(entries);
    links = new LinkEntries(entries);
    places = new PlaceEntries(entries, rooms);
    removals = new Timers(entries, 'E');
    nodes = new StoredNodes(source.store(NODES));
    pressure = new StoredPressure(index, schedule.pressureLifetime());
  }

  static List<StoreForm<?, ?>> forms(
      Topics topics, Topic<ManifestItem> manifest, Topic<OperationStatus> operations) {
    return List.of(
        StoreForm.of(MANIFEST, manifest),
        StoreForm.of(OPERATIONS, operations),
        new StoreForm<>(SLOTS, Serdes.String(), Serdes.String()),
        new StoreForm<>(INDEX, Serdes.ByteArray(), Serdes.ByteArray()),
        StoreForm.of(NODES, topics.nodes()));
  }

  ItemsIndex index() {
    return index;
  }

  BackupEntries backups() {
    return backups;
  }

  LinkEntries links() {
    return links;
  }

  PlaceEntries places() {
    return places;
  }

  /** Brings what is found by range in line with a change of an operation; null: not there. */
  void moved(Operation before, Operation after) {
    index.moved(before, after);
    places.moved(before, after);
  }

  /** When removals that were ordered are over, done or not; names are items. */
  Timers removals() {
    return removals;
  }

  StoredNodes nodes() {
    return nodes;
  }

  StoredPressure pressure() {
    return pressure;
  }

  /** Null when the item is unknown. */
  Row row(String itemId) {
    ManifestItem stored = manifest.get(itemId);
    return stored == null ? null : ItemCodec.toModel(stored);
  }

  /** Stores the row and returns it in its published form. */
  ManifestItem put(Row row) {
    ManifestItem published = ItemCodec.toAvro(row);
    manifest.put(row.item().itemId(), published);
    return published;
  }

  void remove(String itemId) {
    manifest.delete(itemId);
  }

  /** Up to {@code limit} items after {@code after} (empty: from the first). */
  List<String> items(String after, int limit) {
    List<String> items = new ArrayList<>();
    try (KeyValueIterator<String, ManifestItem> range = manifest.range(after, null)) {
      while (range.hasNext() && items.size() < limit) {
        String itemId = range.peekNextKey();
        range.next();
        if (!itemId.equals(after)) {
          items.add(itemId);
        }
      }
    }
    return items;
  }

  /** Null when there is none, or no longer. */
  Operation operation(String operationId) {
    OperationStatus stored = operations.get(operationId);
    return stored == null ? null : OperationCodec.toModel(stored);
  }

  OperationStatus put(Operation operation) {
    OperationStatus published = OperationCodec.toAvro(operation);
    operations.put(operation.operationId(), published);
    return published;
  }

  void drop(Operation operation) {
    operations.delete(operation.operationId());
  }

  /** The last operation for (item, target), with the highest epoch ever emitted for it. */
  Optional<Slot> slot(String itemId, String target) {
    return Optional.ofNullable(slots.get(Slot.key(itemId, target))).map(Slot::parse);
  }

  void put(String itemId, String target, Slot slot) {
    slots.put(Slot.key(itemId, target), slot.text());
  }

  void dropSlot(String itemId, String target) {
    slots.delete(Slot.key(itemId, target));
  }

  /** The item's operations that have not ended. */
  List<Operation> openOperations(String itemId) {
    return OpenOperations.of(itemId, slots, operations);
  }

  /** What stands under (item, target). */
  record Slot(String operationId, long epoch) {

    private static String key(String itemId, String target) {
      return itemId + ItemsIndex.SEPARATOR + target;
    }

    static Slot parse(String text) {
      int space = text.indexOf(' ');
      return new Slot(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
    }

    private String text() {
      return operationId + " " + epoch;
    }
  }
}
