package io.ringrift.dataplane.embedded;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.utils.Time;

/**
 * What a killed broker leaves in the metadata: it is alive and leads every partition. A broker that
 * starts on such metadata loads its group coordinators as the leader it was, is fenced when its old
 * session runs out, and loads them once more as the leader it is; Kafka 4.3.1 takes the end of the
 * first load for that of the second. ADR 0047 has the order of events.
 */
final class StaleRegistration {
  private static final int SECONDS = 30;

  private StaleRegistration() {}

  /**
   * Runs the controller alone until it has forgotten the broker, so that the broker finds
   * partitions without leaders and becomes leader once.
   *
   * @param settings of the node that is both
   * @param controllerPort on 127.0.0.1
   * @throws StartupException when the controller doesn't answer within 30 s
   */
  static void remove(Properties settings, int controllerPort) {
    KafkaRaftServer controller =
        new KafkaRaftServer(
            new KafkaConfig(ofController(settings, controllerPort), false), Time.SYSTEM);
    try {
      controller.startup();
      unregister(controllerPort);
    } finally {
      controller.shutdown();
      controller.awaitShutdown();
    }
  }

  private static void unregister(int controllerPort) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.controllers", "127.0.0.1:" + controllerPort,
            "default.api.timeout.ms", SECONDS * 1000,
            "request.timeout.ms", SECONDS * 1000);
    try (Admin admin = Admin.create(settings)) {
      admin.unregisterBroker(BrokerSettings.NODE_ID).all().get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      // Killed before it had registered for the first time.
      if (!(e.getCause() instanceof BrokerIdNotRegisteredException)) {
        throw new StartupException(
            "the controller doesn't forget the killed broker: " + e.getCause().getMessage(), e);
      }
    } catch (TimeoutException e) {
      throw new StartupException("the controller didn't answer within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while the controller started", e);
    }
  }

  private static Properties ofController(Properties settings, int controllerPort) {
    Properties alone = new Properties();
    alone.putAll(settings);
    alone.put("process.roles", "controller");
    alone.put("listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
    alone.put("advertised.listeners", "CONTROLLER://127.0.0.1:" + controllerPort);
    alone.remove("inter.broker.listener.name");
    return alone;
  }
}
