package io.ringrift.dataplane.local.bench.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.local.bench.BenchReport;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.grant.GrantSigner;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code dataplane bench fetch}: one large file from agent to agent, each a process of its own,
 * beside a plain copy on the same disk and beside {@code curl | sha256sum} from the same server.
 *
 * <p>The best of the rounds counts for each, so that a cold cache or a busy moment weighs on none.
 */
@Command(
    name = "fetch",
    header = "One file agent to agent, beside a plain copy and beside curl with sha256sum.",
    description = "Target: at least 0.8 of curl with sha256sum in one pipeline.",
    footer = {"", "Examples:", "  ./dataplane bench fetch", "  ./dataplane bench fetch --mib 256"})
public final class FetchBench implements Callable<Integer> {
  private static final String ITEM = "checkpoints/bench/random.bin";
  private static final String SOURCE = "gpu-1";
  private static final String TARGET = "gpu-2";
  private static final Duration START = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--mib", defaultValue = "1024", description = "Size in MiB (default: 1024).")
  private int mib;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each (default: 3).")
  private int rounds;

  @Option(names = "--output", defaultValue = "table", description = "table or json.")
  private Output.Format format;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  private final Surroundings surroundings;

  /** Made when the bench runs: every command makes this object, and a client takes its time. */
  private HttpClient http;

  public FetchBench(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    http = HttpClient.newHttpClient();
    Path folder = surroundings.folder().resolve("bench-fetch");
    delete(folder);
    Path file = folder.resolve(SOURCE).resolve(ITEM);
    Files.createDirectories(file.getParent());
    String sha256 = write(file);
    GrantKeys.generate(folder.resolve("keys"));
    GrantSigner signer =
        new GrantSigner(
            GrantKeys.loadPrivate(folder.resolve("keys").resolve(GrantKeys.PRIVATE_FILE)),
            "bench",
            Clock.systemUTC(),
            Duration.ofMinutes(5));
    try (ChildProcess source = agent(folder, SOURCE);
        ChildProcess target = agent(folder, TARGET)) {
      URI from = endpoint(source);
      URI to = endpoint(target);
      awaitServed(from, sha256, grant(signer, 1, sha256, from));
      double copy = 0;
      double curl = 0;
      double fetch = 0;
      for (int round = 1; round <= rounds; round++) {
        say("round " + round + " of " + rounds);
        copy = Math.max(copy, copy(file, folder.resolve("copy")));
        // An agent refuses an epoch below one that it has seen, so each round has the next.
        String ofRound = grant(signer, round, sha256, from);
        curl = Math.max(curl, curl(from, sha256, ofRound));
        fetch = Math.max(fetch, fetch(round, from, to, sha256, ofRound, folder));
      }
      report(copy, curl, fetch).print(output(), surroundings.home());
    } finally {
      delete(folder);
    }
    return Failure.OK;
  }

  private static String operation(int round) {
    return "op-bench-" + round;
  }

  private static String grant(GrantSigner signer, int round, String sha256, URI source) {
    return signer.sign(
        new Grant(operation(round), round, ITEM, sha256, SOURCE, TARGET)
            .at(source.toString(), null));
  }

  private BenchReport report(double copy, double curl, double fetch) {
    return new BenchReport("fetch")
        .figure("size_mib", mib, "size of the file")
        .figure("copy_mb_per_s", copy, "plain copy on the same disk, not hashed")
        .figure("curl_sha256sum_mb_per_s", curl, "curl | sha256sum from the source's agent")
        .figure("fetch_mb_per_s", fetch, "agent to agent: fetched, hashed, on disk, renamed")
        .figure("fetch_to_curl_ratio", fetch / curl, "target >= 0.8")
        .figure("fetch_to_copy_ratio", fetch / copy, "");
  }

  private String write(Path file) throws IOException {
    say("writing %,d MiB of random bytes".formatted(mib));
    try (DigestOutputStream out =
        new DigestOutputStream(Files.newOutputStream(file), MessageDigest.getInstance("SHA-256"))) {
      byte[] chunk = new byte[1 << 20];
      Random random = new Random(1);
      for (int i = 0; i < mib; i++) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
      return HexFormat.of().formatHex(out.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static ChildProcess agent(Path folder, String node) {
    return ChildProcess.start(
        ChildProcess.Spec.java(
            node,
            JavaCommand.of(BenchAgent.class)
                .withJvmOptions(List.of("-Xmx64m", "-XX:+UseSerialGC"))
                .withArguments(
                    List.of(
                        node,
                        folder.resolve(node).toString(),
                        folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE).toString())),
            folder.resolve(node + ".log")));
  }

  private static URI endpoint(ChildProcess agent) {
    return URI.create(agent.awaitReady(START).substring("READY ".length()).trim());
  }

  private void awaitServed(URI source, String sha256, String token)
      throws IOException, InterruptedException {
    say("the source's agent hashes it");
    HttpRequest request =
        HttpRequest.newBuilder(item(source, sha256))
            .header("Authorization", "Bearer " + token)
            .header("Range", "bytes=0-0")
            .build();
    long end = System.nanoTime() + START.toNanos();
    while (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 206) {
      if (System.nanoTime() > end) {
        throw new IOException("the source's agent doesn't serve " + ITEM + " after " + START);
      }
      Thread.sleep(200);
    }
  }

  private static URI item(URI source, String sha256) {
    return source.resolve(
        "/v1/items/" + URLEncoder.encode(ITEM, StandardCharsets.UTF_8) + "?sha256=" + sha256);
  }

  private double copy(Path from, Path to) throws IOException {
    long began = System.nanoTime();
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    return rate(began);
  }

  private double curl(URI source, String sha256, String token)
      throws IOException, InterruptedException {
    String pipeline =
        "curl -sS -f -H 'Authorization: Bearer %s' '%s' | sha256sum"
            .formatted(token, item(source, sha256));
    long began = System.nanoTime();
    Process process = new ProcessBuilder("sh", "-c", pipeline).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    double rate = rate(began);
    if (!answer.startsWith(sha256)) {
      throw new IOException("curl with sha256sum failed (are both installed?): " + answer.trim());
    }
    return rate;
  }

  private double fetch(int round, URI source, URI target, String sha256, String token, Path folder)
      throws IOException, InterruptedException {
    String operation = operation(round);
    Files.deleteIfExists(folder.resolve(TARGET).resolve(ITEM));
    ObjectNode order = JSON.createObjectNode();
    order.put("operation_id", operation);
    order.put("epoch", round);
    order.put("item_id", ITEM);
    order.put("item_type", "CHECKPOINT");
    order.put("config_key", "bench");
    order.put("sha256", sha256);
    order.put("size_bytes", (long) mib << 20);
    order.put("source_node", SOURCE);
    order.put("source_url", source.toString());
    order.put("priority", "HIGH");
    long began = System.nanoTime();
    JsonNode status = send(target, "/v1/pulls", token, order);
    while (status.path("state").asText().equals("RUNNING")) {
      status = send(target, "/v1/pulls/" + operation + "?wait_ms=5000", token, null);
    }
    double rate = rate(began);
    if (!status.path("state").asText().equals("DONE")) {
      throw new IOException("the fetch failed: " + status);
    }
    return rate;
  }

  private JsonNode send(URI target, String path, String token, JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.resolve(path)).header("Authorization", "Bearer " + token);
    if (body != null) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** MB (10^6 bytes) a second since then. */
  private double rate(long beganNanos) {
    return ((long) mib << 20) * 1e3 / (System.nanoTime() - beganNanos);
  }

  private Output output() {
    return new Output(spec.commandLine().getOut(), format);
  }

  private void say(String what) {
    if (format == Output.Format.TABLE) {
      output().line(String.format(Locale.ROOT, "... %s", what));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
