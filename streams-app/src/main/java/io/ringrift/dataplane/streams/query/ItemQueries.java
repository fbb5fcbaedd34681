package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.contract.json.AvroJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Where items are. */
final class ItemQueries {

  /** Names given to somebody who asked for an item that isn't there. */
  private static final int NEARBY = 3;

  private final Tables tables;

  ItemQueries(Tables tables) {
    this.tables = tables;
  }

  /** {@code GET /v1/items/{item_id}}. */
  Answer one(Query query) {
    query.allow();
    return Answer.json(AvroJson.object(find(query.path().get(2))));
  }

  ManifestItem find(String itemId) {
    ReadOnlyKeyValueStore<String, ManifestItem> manifest = tables.table(StoreNames.MANIFEST);
    ManifestItem item = manifest.get(itemId);
    if (item == null) {
      throw ApiException.notFound(
          "no item '" + itemId + "'" + nearby(manifest, itemId) + tables.coverage().hint());
    }
    return item;
  }

  /** {@code GET /v1/items?config=&type=&limit=}. */
  Answer list(Query query) {
    query.allow("config", "type", "limit");
    Optional<String> config = query.text("config");
    Optional<ItemType> type = query.choice("type", ItemType.class);
    Rows<ManifestItem> found =
        config.isPresent()
            ? ofConfig(config.get(), type, query.limit())
            : Rows.all(
                tables.<ManifestItem>table(StoreNames.MANIFEST),
                item -> type.isEmpty() || item.getItemType() == type.get(),
                query.limit());
    List<ManifestItem> sorted = new ArrayList<>(found.rows());
    sorted.sort(Comparator.comparing(ManifestItem::getItemId));
    ObjectNode answer = Rows.answer("items", sorted, found.truncated(), tables);
    return Answer.json(answer);
  }

  private Rows<ManifestItem> ofConfig(String config, Optional<ItemType> type, int limit) {
    String prefix =
        config
            + StoreNames.SEPARATOR
            + type.map(each -> each.name() + StoreNames.SEPARATOR).orElse("");
    Rows<CatalogChange> catalog =
        Rows.prefix(tables.<CatalogChange>table(StoreNames.CATALOG), prefix, row -> true, limit);
    ReadOnlyKeyValueStore<String, ManifestItem> manifest = tables.table(StoreNames.MANIFEST);
    List<ManifestItem> items = new ArrayList<>();
    for (CatalogChange row : catalog.rows()) {
      ManifestItem item = manifest.get(row.getItemId());
      if (item != null) {
        items.add(item);
      }
    }
    return new Rows<>(items, catalog.truncated());
  }

  /** Items in the same folder, as far as one short scan shows. */
  private static String nearby(
      ReadOnlyKeyValueStore<String, ManifestItem> manifest, String itemId) {
    int slash = itemId.lastIndexOf('/');
    String folder = slash < 0 ? "" : itemId.substring(0, slash + 1);
    if (folder.isEmpty()) {
      return "; ids are paths such as npz/hex8_2p/a.npz, one url-encoded segment here";
    }
    List<String> names =
        Rows.prefix(manifest, folder, row -> true, NEARBY).rows().stream()
            .map(ManifestItem::getItemId)
            .toList();
    return names.isEmpty()
        ? "; there is nothing below " + folder
        : "; below " + folder + " there is " + String.join(", ", names);
  }
}
