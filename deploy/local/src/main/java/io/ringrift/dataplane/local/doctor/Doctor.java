package io.ringrift.dataplane.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.admin.TopicReport;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.deadletter.LetterAccess;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.kafka.TopicAdmin;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.query.QueryClient;
import io.ringrift.dataplane.local.settings.Addresses;
import io.ringrift.dataplane.local.settings.ClientSettings;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Looks at everything that a working system needs, in the order in which one thing rests on
 * another, and says what to do about what is not well.
 */
public final class Doctor {
  private static final String START = "start the stack with ./dataplane up, or name the address";

  /** So many dead letters are looked at: more are as bad. */
  private static final int MOST_LETTERS = 1_000;

  private final Surroundings surroundings;
  private final Settings settings;
  private final Consumer<String> doing;

  /**
   * @param doing is told what is looked at now
   */
  public Doctor(Surroundings surroundings, Settings settings, Consumer<String> doing) {
    this.surroundings = surroundings;
    this.settings = settings;
    this.doing = doing;
  }

  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("java", System.getProperty("java.version")));
    findings.add(stack());
    Finding broker = checked("broker", this::broker);
    findings.add(broker);
    findings.add(checked("schema registry", this::registry));
    if (broker.verdict() == Finding.Verdict.OK) {
      findings.add(checked("topics", this::topics));
      findings.add(checked("transactions", new Transactions(settings)::check));
      findings.add(checked("dead letters", this::deadLetters));
    }
    findings.addAll(application());
    return List.copyOf(findings);
  }

  private Finding stack() {
    return Addresses.ofRunningStack(Addresses.file(surroundings.folder()))
        .map(found -> Finding.ok("stack", "runs on this machine as process " + found.pid()))
        .orElse(Finding.ok("stack", "none runs on this machine; addresses are those of settings"));
  }

  private Finding broker() {
    List<String> addresses = settings.list(CommonSettings.BOOTSTRAP_SERVERS);
    Brokers.requireReachable(addresses);
    return Finding.ok("broker", "answers at " + String.join(",", addresses));
  }

  private Finding registry() {
    String url = settings.list(CommonSettings.SCHEMA_REGISTRY_URL).get(0);
    JsonNode subjects = QueryClient.ofRegistry(url).get("/subjects", Map.of());
    return Finding.ok("schema registry", "answers at " + url + ", subjects: " + subjects.size());
  }

  private Finding topics() {
    TopicReport report = new TopicAdmin(settings, Optional.empty()).compare();
    long wrong = report.findings().stream().filter(finding -> !finding.good()).count();
    return wrong == 0
        ? Finding.ok("topics", "all " + report.findings().size() + " are as the catalogue has them")
        : Finding.bad(
            "topics",
            wrong + " of " + report.findings().size() + " are missing or differ",
            "./dataplane topics ls shows them, ./dataplane topics create makes missing ones");
  }

  private Finding deadLetters() {
    try (Topics topics =
            new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
        LetterLog log = LetterAccess.open(settings, topics.deadLetters().name())) {
      long waiting =
          log.last(letter -> true, MOST_LETTERS).stream()
              .filter(letter -> letter.redriven().isEmpty())
              .count();
      return waiting == 0
          ? Finding.ok("dead letters", "none that was not published again")
          : Finding.warning(
              "dead letters",
              waiting + (waiting == 1 ? " record" : " records") + " could not be taken",
              "./dataplane dead-letters ls shows from where and why; redrive publishes again");
    }
  }

  /** What the streams-app says of itself, of the nodes and of the operations. */
  private List<Finding> application() {
    QueryClient query = new QueryClient(settings.string(ClientSettings.QUERY_URL));
    Finding ready = checked("streams-app", () -> StreamsChecks.ready(query));
    if (ready.verdict() == Finding.Verdict.BAD) {
      return List.of(ready);
    }
    return List.of(
        ready,
        checked("nodes", () -> StreamsChecks.nodes(query)),
        checked("agents", () -> StreamsChecks.agents(query)),
        checked("s3", () -> StreamsChecks.s3(query)),
        checked("transports", () -> StreamsChecks.transports(query)),
        checked("operations", () -> StreamsChecks.operations(query)));
  }

  /** A check that can't be made is a finding as well. */
  private Finding checked(String what, Supplier<Finding> check) {
    doing.accept("looking at: " + what);
    try {
      return check.get();
    } catch (Failure e) {
      return Finding.bad(what, e.getMessage(), e.next().orElse(START));
    } catch (KafkaException e) {
      return Finding.bad(what, String.valueOf(e.getMessage()), START);
    }
  }
}
