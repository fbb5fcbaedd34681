package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.serve.CommandDesk;
import io.ringrift.dataplane.avro.AgentAnswer;
import io.ringrift.dataplane.avro.AgentCommand;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.follow.TopicFollower;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the command topic what workers would ask by HTTP if they could call this node. Each
 * command carries its grant and is judged as a call would be; one that was missed is asked again.
 */
public final class AgentCommands implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCommands.class);
  private static final int THREADS = 16;
  private static final int QUEUED = 256;

  private final CommandDesk desk;
  private final Consumer<AgentAnswer> answers;
  private final Clock clock;
  private final TopicFollower<AgentCommand> commands;
  private final ExecutorService threads;

  public AgentCommands(
      Map<String, Object> kafka,
      Topic<AgentCommand> topic,
      String nodeId,
      CommandDesk desk,
      Consumer<AgentAnswer> answers,
      Clock clock) {
    this.desk = desk;
    this.answers = answers;
    this.clock = clock;
    this.commands =
        new TopicFollower<>(
            kafka,
            "agent-" + nodeId + "-commands",
            topic,
            Duration.ZERO,
            clock,
            nodeId::equals,
            this::take);
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            task -> {
              Thread thread = new Thread(task, "command");
              thread.setDaemon(true);
              return thread;
            });
  }

  public void start() {
    commands.start();
  }

  /** Waits until commands from then on are read. */
  public boolean awaitReading(Duration patience) throws InterruptedException {
    return commands.awaitPositioned(patience);
  }

  private void take(AgentCommand command) {
    try {
      threads.execute(() -> carryOut(command));
    } catch (RejectedExecutionException e) {
      // Who asked will ask again.
      LOG.warn("command {} of {} finds no thread", command.getPath(), command.getWorkerId());
    }
  }

  private void carryOut(AgentCommand command) {
    CommandDesk.Answer reply =
        desk.answer(command.getMethod(), command.getPath(), command.getGrant(), command.getBody());
    answers.accept(
        AgentAnswer.newBuilder()
            .setCommandId(command.getCommandId())
            .setWorkerId(command.getWorkerId())
            .setNodeId(command.getNodeId())
            .setStatus(reply.status())
            .setBody(reply.body())
            .setAnsweredAt(clock.instant())
            .build());
  }

  @Override
  public void close() {
    commands.close();
    threads.shutdownNow();
  }
}
