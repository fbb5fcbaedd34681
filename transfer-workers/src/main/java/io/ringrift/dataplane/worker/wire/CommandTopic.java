package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.AgentAnswer;
import io.ringrift.dataplane.avro.AgentCommand;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.follow.TopicFollower;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.http.AgentWay;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * The way to agents that can't be called: a request is a record that the agent reads, its answer
 * one that this worker reads. A record that gets lost is a request that nobody answered, which the
 * caller asks again.
 */
public final class CommandTopic implements AgentWay, AutoCloseable {
  /** Two more commits on the way, and an agent that is just starting to read. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(5);

  private static final Duration BEGIN = Duration.ofSeconds(10);

  private final Topic<AgentCommand> commands;
  private final Outbox outbox;
  private final String workerId;
  private final Clock clock;
  private final TopicFollower<AgentAnswer> answers;
  private final Map<String, CompletableFuture<Answer>> asked = new ConcurrentHashMap<>();
  private boolean started;

  /**
   * @param workerId by which answers find this worker
   */
  public CommandTopic(
      Map<String, Object> kafka, Topics topics, Outbox outbox, String workerId, Clock clock) {
    this.commands = topics.agentCommands();
    this.outbox = outbox;
    this.workerId = workerId;
    this.clock = clock;
    this.answers =
        new TopicFollower<>(
            kafka,
            workerId + "-answers",
            topics.agentAnswers(),
            Duration.ZERO,
            clock,
            workerId::equals,
            this::answered);
  }

  @Override
  public Answer ask(NodeAddress agent, Request request) throws IOException, InterruptedException {
    beginToListen();
    String commandId = UUID.randomUUID().toString();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    asked.put(commandId, answer);
    try {
      outbox
          .send(
              commands,
              agent.nodeId(),
              AgentCommand.newBuilder()
                  .setCommandId(commandId)
                  .setNodeId(agent.nodeId())
                  .setWorkerId(workerId)
                  .setMethod(request.method())
                  .setPath(request.path())
                  .setGrant(request.grant())
                  .setBody(request.body())
                  .setSentAt(clock.instant())
                  .build())
          .get();
      long patience = request.timeout().plus(ON_THE_WAY).toMillis();
      return answer.get(patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer on the topic in " + request.timeout().plus(ON_THE_WAY), e);
    } catch (ExecutionException e) {
      throw new IOException("command can't be published: " + e.getCause(), e);
    } catch (KafkaException e) {
      throw new IOException("command can't be published: " + e.getMessage(), e);
    } finally {
      asked.remove(commandId);
    }
  }

  private void answered(AgentAnswer answer) {
    CompletableFuture<Answer> waiting = asked.get(answer.getCommandId());
    if (waiting != null) {
      waiting.complete(new Answer(answer.getStatus(), answer.getBody()));
    }
  }

  /** Most workers never meet such an agent, so reading begins with the first one. */
  private void beginToListen() throws IOException, InterruptedException {
    synchronized (this) {
      if (!started) {
        answers.start();
        started = true;
      }
    }
    if (!answers.awaitPositioned(BEGIN)) {
      throw new IOException("answers of agents can't be read");
    }
  }

  @Override
  public void close() {
    answers.close();
  }
}
