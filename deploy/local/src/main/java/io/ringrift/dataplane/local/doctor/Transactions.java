package io.ringrift.dataplane.local.doctor;

import io.ringrift.dataplane.contract.admin.HangingTransaction;
import io.ringrift.dataplane.contract.admin.HangingTransactions;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.output.Failure;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.internals.Topic;

/** Transactions that nobody will end, in our topics and in the committed offsets (ADR 0039). */
public final class Transactions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SHOWN = 3;

  /** The topics of the catalogue, and those that the streams-app makes, begin with this. */
  private static final String OURS = "dataplane";

  private final Settings settings;

  public Transactions(Settings settings) {
    this.settings = settings;
  }

  Finding check() {
    try (Admin admin = Admin.create(settings.kafka())) {
      List<HangingTransaction> hanging = hanging(new HangingTransactions(admin, PATIENCE));
      return hanging.isEmpty()
          ? Finding.ok("transactions", "none hangs")
          : Finding.bad(
              "transactions",
              hanging.size()
                  + (hanging.size() == 1 ? " hangs" : " hang")
                  + ", readers of what is committed wait there for ever: "
                  + String.join(
                      "; ",
                      hanging.stream().limit(SHOWN).map(HangingTransaction::toString).toList()),
              "./dataplane doctor --repair ends them as aborted");
    }
  }

  /**
   * Ends what hangs as aborted.
   *
   * @return what was ended
   * @throws Failure if the broker can't be reached or refuses
   */
  public List<HangingTransaction> repair() {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    try (Admin admin = Admin.create(settings.kafka())) {
      HangingTransactions transactions = new HangingTransactions(admin, PATIENCE);
      List<HangingTransaction> hanging = hanging(transactions);
      hanging.forEach(transactions::abort);
      return hanging;
    } catch (KafkaException e) {
      throw Failure.undone("transactions that hang can't be ended: " + e.getMessage(), e);
    }
  }

  private static List<HangingTransaction> hanging(HangingTransactions transactions) {
    return transactions.find(
        name -> name.startsWith(OURS) || name.equals(Topic.GROUP_METADATA_TOPIC_NAME));
  }
}
