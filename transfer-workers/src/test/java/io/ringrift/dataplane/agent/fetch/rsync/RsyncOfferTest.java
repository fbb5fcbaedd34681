package io.ringrift.dataplane.agent.fetch.rsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.Reaction;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RsyncOfferTest {
  private static final String OFFER =
      """
      {"port": 7003, "path": "%s", "user": "fetch", "secret": "s3cret",
       "content_time": "2026-11-20T10:00:00Z"}""";

  @Test
  void readsWhatTheSourceOffers() throws Exception {
    assertThat(RsyncOffer.read(200, OFFER.formatted("a1/content")))
        .isEqualTo(
            new RsyncOffer(
                7003, 0, "a1/content", "fetch", "s3cret", Instant.parse("2026-11-20T10:00:00Z")));
  }

  @Test
  void refusesAPathThatLeadsElsewhere() {
    for (String path : new String[] {"", "content", "../a", "/etc/passwd", "a/-e x", "a//b"}) {
      assertThatThrownBy(() -> RsyncOffer.read(200, OFFER.formatted(path)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("path is '" + path + "'");
    }
  }

  @Test
  void aSourceThatCannotServeItThisWayLeavesItToTheNextTransport() throws Exception {
    for (String code : new String[] {"unknown_transport", "not_found"}) {
      FetchFailure failure = refusal(422, code, "");

      assertThat(failure.code()).isEqualTo(FailureCode.SOURCE_LACKS_TRANSPORT);
      assertThat(failure.reaction()).isEqualTo(Reaction.NEXT_TRANSPORT);
      assertThat(failure).hasMessageContaining("422 " + code + ": words");
    }
  }

  @Test
  void otherRefusalsAreWhatTheyAreToEveryTransport() throws Exception {
    assertThat(refusal(404, "source_missing", "").reaction()).isEqualTo(Reaction.OTHER_SOURCE);
    assertThat(refusal(503, "busy", "").code()).isEqualTo(FailureCode.SOURCE_BUSY);
    assertThat(refusal(409, "superseded", "").code()).isEqualTo(FailureCode.SUPERSEDED);
    assertThat(refusal(403, "unauthorised", "expired").reaction()).isEqualTo(Reaction.RETRY_SAME);
    assertThat(refusal(403, "unauthorised", "altered").reaction()).isEqualTo(Reaction.GIVE_UP);
  }

  private static FetchFailure refusal(int status, String code, String reason) {
    return catchThrowableOfType(
        FetchFailure.class,
        () ->
            RsyncOffer.read(
                status,
                "{\"error\": {\"code\": \"%s\", \"reason\": \"%s\", \"message\": \"words\"}}"
                    .formatted(code, reason)));
  }
}
