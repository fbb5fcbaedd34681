package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.HostOffline;
import org.junit.jupiter.api.Test;

/** When a node that says nothing is taken for offline, and when not. */
class NodeSilenceTest extends NodeStageFixture {

  @Test
  void aSilentNodeGoesOfflineByTheTickThatFindsIt() {
    beat("gpu-1", 1, 0);
    beat("gpu-2", 1, 0);
    tick(1);
    for (int second = 3; second <= 31; second += 2) {
      if (second % 10 == 1) {
        beat("gpu-2", second, second);
      }
      tick(second);
    }
    read(topics.nodeFacts());

    tick(33);

    assertThat(read(topics.nodeFacts()))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.getNodeId()).isEqualTo("gpu-1");
              assertThat(fact.getCause()).isEqualTo("HEARTBEATS_MISSED");
              assertThat(fact.getDetail()).isEqualTo("no heartbeat for 33 s, allowed: 30 s");
              assertThat(fact.getState().getOnline()).isFalse();
            });
  }

  @Test
  void silenceIsNotJudgedWhileReadingABacklog() {
    beat("gpu-1", 1, 0);
    now = T.plusSeconds(3600);
    for (int second = 2; second <= 200; second += 2) {
      pipeTick(second, T.plusSeconds(second));
    }

    assertThat(online("gpu-1")).isTrue();
    assertThat(status.lastTick()).isEmpty();
  }

  @Test
  void afterAnOutageTheCountStartsAnew() {
    beat("gpu-1", 1, 0);
    tick(2);

    tick(600);
    assertThat(online("gpu-1")).isTrue();
    for (int second = 602; second <= 630; second += 2) {
      tick(second);
    }
    assertThat(online("gpu-1")).isTrue();

    tick(632);
    assertThat(online("gpu-1")).isFalse();
  }

  @Test
  void aClusterThatFallsSilentAtOnceIsTakenForAnOutage() {
    for (int i = 0; i < 6; i++) {
      beat("gpu-" + i, 1, 0);
    }
    for (int second = 2; second <= 60; second += 2) {
      tick(second);
    }

    assertThat(online("gpu-0")).isTrue();
    assertThat(status.suspended()).isPresent();
    assertThat(status.suspended().get()).startsWith("6 of 6 nodes fell silent together");

    for (int i = 0; i < 6; i++) {
      beat("gpu-" + i, 2, 61);
    }
    tick(62);
    assertThat(status.suspended()).isEmpty();
    assertThat(read(topics.nodeFacts())).hasSize(6);
  }

  @Test
  void hostOfflineDecidesDuringAnOutage() {
    for (int i = 0; i < 6; i++) {
      beat("gpu-" + i, 1, 0);
    }
    for (int second = 2; second <= 40; second += 2) {
      tick(second);
    }
    event("e-1", new HostOffline("gpu-0", null, false), 41);

    assertThat(online("gpu-0")).isFalse();
    assertThat(online("gpu-1")).isTrue();
  }
}
