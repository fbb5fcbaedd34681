package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.streams.replay.Difference;
import java.time.Instant;
import java.util.List;

/**
 * Makes the live manifest what the history says: for each item that differs, says again what the
 * history has and withdraws what it doesn't support (docs/adr/0010).
 */
public final class Repair {

  /** Cause of its restatements; the items stage knows it by this word. */
  private static final String CAUSE = "REPAIR";

  private Repair() {}

  /** What would be said, one for each differing item. */
  public static List<ItemRestatement> corrections(Verdict verdict, Instant now) {
    return verdict.differences().stream().map(each -> correction(each, now)).toList();
  }

  private static ItemRestatement correction(Difference difference, Instant now) {
    return new ItemRestatement(
        difference.itemId(),
        CAUSE,
        RegisterRows.of(difference.rebuilt()),
        RegisterRows.of(difference.withdrawn()),
        null,
        now);
  }

  /** Says them; the live application applies each once it has read it. */
  public static void publish(HistoryLog log, List<ItemRestatement> corrections) {
    try (Restater restater = new Restater(log)) {
      corrections.forEach(restater::say);
      restater.flush();
    }
  }
}
