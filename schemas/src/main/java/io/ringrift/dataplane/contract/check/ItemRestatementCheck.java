package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.ManifestItem;
import java.time.Instant;
import java.util.List;

/** Checks what a baseline or a repair says again. */
public final class ItemRestatementCheck {

  private ItemRestatementCheck() {}

  /** All faults of the restatement; empty: it can be used. */
  public static List<Fault> check(ItemRestatement restatement, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.itemId("item_id", restatement.getItemId());
    same(faults, "registers.item_id", restatement.getRegisters(), restatement);
    same(faults, "withdrawn.item_id", restatement.getWithdrawn(), restatement);
    faults.time("occurred_at", restatement.getOccurredAt());
    return faults.all();
  }

  /** Rows of another item would be merged where that item isn't kept. */
  private static void same(
      Faults faults, String field, ManifestItem row, ItemRestatement restatement) {
    faults.require(
        row == null || row.getItemId().equals(restatement.getItemId()),
        field,
        row == null ? null : row.getItemId(),
        "the restatement's item_id " + restatement.getItemId());
  }
}
