package io.ringrift.dataplane.embedded.registry;

import static io.ringrift.dataplane.embedded.registry.RegistryCalls.V1;
import static io.ringrift.dataplane.embedded.registry.RegistryCalls.V2;
import static io.ringrift.dataplane.embedded.registry.RegistryCalls.WITHOUT_DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.embedded.registry.RegistryCalls.Answer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Confluent API over HTTP, with a log in memory. */
class RegistryApiTest {
  private DevelopmentRegistry registry;
  private RegistryCalls calls;

  @BeforeEach
  void start() {
    SchemaStore store = new SchemaStore();
    registry = DevelopmentRegistry.start(0, store, new MemorySchemaLog(store));
    calls = new RegistryCalls(registry.url());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void sameSchemaHasTheSameIdInEverySubject() {
    int first = calls.register("a-value", V1).body().path("id").asInt();
    calls.register("a-value", V2);
    int other = calls.register("b-value", V1).body().path("id").asInt();

    assertThat(other).isEqualTo(first).isPositive();
    assertThat(calls.get("/schemas/ids/" + first + "/versions").body()).hasSize(2);
    assertThat(calls.get("/schemas/ids/" + first + "/subjects").body().toString())
        .isEqualTo("[\"a-value\",\"b-value\"]");
  }

  @Test
  void registeringAgainMakesNoNewVersion() {
    Answer first = calls.register("a", V1);
    Answer again = calls.register("a", V1.replace(" ", "  "));

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(calls.get("/subjects/a/versions").body().toString()).isEqualTo("[1]");
  }

  @Test
  void answersVersionsByNumberAndLatest() {
    calls.register("a", V1);
    calls.register("a", V2);

    Answer latest = calls.get("/subjects/a/versions/latest");

    assertThat(latest.status()).isEqualTo(200);
    assertThat(latest.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
    assertThat(latest.body().path("subject").asText()).isEqualTo("a");
    assertThat(latest.body().path("version").asInt()).isEqualTo(2);
    assertThat(calls.get("/subjects/a/versions/-1").body()).isEqualTo(latest.body());
    assertThat(calls.get("/subjects/a/versions/1").body().path("version").asInt()).isEqualTo(1);
    assertThat(calls.get("/subjects/a/versions/1/schema").body().path("name").asText())
        .isEqualTo("Item");
    assertThat(calls.get("/schemas/ids/1/schema").body().path("name").asText()).isEqualTo("Item");
    assertThat(calls.get("/schemas/ids/1").body().path("schema").asText())
        .isEqualTo(AvroText.parse(V1).toString());
  }

  @Test
  void looksASchemaUpInItsSubject() {
    calls.register("a", V1);

    Answer found = calls.postSchema("/subjects/a?normalize=true&deleted=false", V1);

    assertThat(found.body().path("id").asInt()).isEqualTo(1);
    assertThat(found.body().path("version").asInt()).isEqualTo(1);
    assertThat(calls.postSchema("/subjects/a", V2).code()).isEqualTo(40403);
    assertThat(calls.postSchema("/subjects/unknown", V1).code()).isEqualTo(40401);
  }

  @ParameterizedTest
  @CsvSource({
    "/subjects/unknown/versions, 404, 40401",
    "/subjects/unknown/versions/1, 404, 40401",
    "/subjects/a/versions/7, 404, 40402",
    "/subjects/a/versions/abc, 422, 42202",
    "/subjects/a/versions/0, 422, 42202",
    "/schemas/ids/99, 404, 40403",
    "/schemas/ids/99/versions, 404, 40403",
    "/config/a, 404, 40408",
    "/mode/a, 404, 40409",
    "/associations/resources/-/topic?resourceType=topic, 404, 404",
    "/schemas/guids/00000000-0000-0000-0000-000000000000, 404, 404",
  })
  void refusesWithConfluentsCodes(String path, int status, int code) {
    calls.register("a", V1);

    Answer answer = calls.get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.message()).isNotEmpty();
    assertThat(answer.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
  }

  @Test
  void refusesIncompatibleSchemaWithItsFaults() {
    calls.register("a", V1);

    Answer refused = calls.register("a", WITHOUT_DEFAULT);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo(40901);
    assertThat(refused.message()).contains("READER_FIELD_MISSING_DEFAULT_VALUE", "owner");
    assertThat(calls.get("/subjects/a/versions").body()).hasSize(1);
  }

  @Test
  void tellsWhyASchemaIsIncompatibleWhenAsked() {
    calls.register("a", V1);
    String path = "/compatibility/subjects/a/versions/latest";

    Answer terse = calls.postSchema(path, WITHOUT_DEFAULT);
    Answer verbose = calls.postSchema(path + "?verbose=true", WITHOUT_DEFAULT);
    Answer good = calls.postSchema("/compatibility/subjects/a/versions?verbose=true", V2);

    assertThat(terse.body().toString()).isEqualTo("{\"is_compatible\":false}");
    assertThat(verbose.body().path("is_compatible").asBoolean()).isFalse();
    assertThat(verbose.body().path("messages").get(0).asText()).contains("owner");
    assertThat(good.body().path("is_compatible").asBoolean()).isTrue();
  }

  @Test
  void latestVersionOfAnUnknownSubjectFitsEverySchema() {
    String path = "/compatibility/subjects/unknown/versions/";

    assertThat(calls.postSchema(path + "latest", V1).body().path("is_compatible").asBoolean())
        .isTrue();
    assertThat(calls.postSchema(path + "3", V1).code()).isEqualTo(40402);
  }

  @Test
  void levelOfASubjectWinsOverTheLevelForAll() {
    calls.register("a", V1);

    assertThat(calls.get("/config").body().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
    assertThat(calls.put("/config", Map.of("compatibility", "FULL")).body().toString())
        .isEqualTo("{\"compatibility\":\"FULL\"}");
    assertThat(calls.get("/config/a?defaultToGlobal=true").body().toString())
        .isEqualTo("{\"compatibilityLevel\":\"FULL\"}");
    calls.put("/config/a", Map.of("compatibility", "none", "normalize", true));
    assertThat(calls.register("a", WITHOUT_DEFAULT).status()).isEqualTo(200);
    assertThat(calls.delete("/config/a").body().toString())
        .isEqualTo("{\"compatibilityLevel\":\"NONE\"}");
    assertThat(calls.get("/config/a").code()).isEqualTo(40408);
  }

  @Test
  void refusesUnknownLevelsAndModes() {
    assertThat(calls.put("/config", Map.of("compatibility", "SOMETIMES")).code()).isEqualTo(42203);
    assertThat(calls.put("/config", Map.of("compatibility", "SOMETIMES")).message())
        .contains("SOMETIMES", "FULL_TRANSITIVE");
    assertThat(calls.put("/mode", Map.of("mode", "IMPORT")).code()).isEqualTo(42204);
  }

  @Test
  void readOnlySubjectTakesNoNewSchema() {
    calls.register("a", V1);
    calls.put("/mode/a", Map.of("mode", "READONLY"));

    assertThat(calls.register("a", V2).code()).isEqualTo(42205);
    assertThat(calls.register("a", V1).status()).isEqualTo(200);
    assertThat(calls.get("/mode").body().toString()).isEqualTo("{\"mode\":\"READWRITE\"}");
  }

  @Test
  void refusesBadSchemasNamingTheReason() {
    assertThat(calls.register("a", "{\"type\": \"recrd\"}").code()).isEqualTo(42201);
    assertThat(calls.register("a", "").code()).isEqualTo(42201);
    assertThat(calls.send("POST", "/subjects/a/versions", "{}").message()).contains("schema");
    assertThat(calls.send("POST", "/subjects/a/versions", "{\"schemaType\":\"JSON\"}").message())
        .contains("JSON", "AVRO");
    assertThat(
            calls
                .send(
                    "POST",
                    "/subjects/a/versions",
                    "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"x\"}]}")
                .message())
        .contains("references");
    assertThat(calls.send("POST", "/subjects/a/versions", "not json").code()).isEqualTo(400);
    assertThat(calls.send("PATCH", "/subjects/a/versions", "").code()).isEqualTo(405);
  }

  @Test
  void refusesOversizedBody() {
    Answer answer = calls.register("a", "x".repeat(1_100_000));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void ignoresBodyFieldsItDoesNotKnow() {
    Answer answer =
        calls.send(
            "POST",
            "/subjects/a/versions",
            "{\"schema\":\"\\\"int\\\"\",\"metadata\":null,\"ruleSet\":{},\"references\":[]}");

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void softDeletedSubjectStaysReadableById() {
    calls.register("a", V1);
    calls.register("a", V2);
    calls.put("/config/a", Map.of("compatibility", "FULL"));

    assertThat(calls.delete("/subjects/a").body().toString()).isEqualTo("[1,2]");

    assertThat(calls.get("/subjects").body()).isEmpty();
    assertThat(calls.get("/subjects?deleted=true").body()).hasSize(1);
    assertThat(calls.get("/subjects/a/versions").code()).isEqualTo(40401);
    assertThat(calls.get("/subjects/a/versions?deleted=true").body()).hasSize(2);
    assertThat(calls.get("/schemas/ids/1").status()).isEqualTo(200);
    assertThat(calls.get("/config/a").code()).isEqualTo(40408);
    assertThat(calls.delete("/subjects/a").code()).isEqualTo(40404);
  }

  @Test
  void removesForGoodOnlyWhatWasSoftDeleted() {
    calls.register("a", V1);
    calls.register("a", V2);

    assertThat(calls.delete("/subjects/a?permanent=true").code()).isEqualTo(40405);
    assertThat(calls.delete("/subjects/a/versions/1?permanent=true").code()).isEqualTo(40407);
    assertThat(calls.delete("/subjects/a/versions/1").body().asInt()).isEqualTo(1);
    assertThat(calls.delete("/subjects/a/versions/1").code()).isEqualTo(40406);
    assertThat(calls.delete("/subjects/a/versions/1?permanent=true").body().asInt()).isEqualTo(1);
    assertThat(calls.get("/schemas/ids/1").code()).isEqualTo(40403);
    assertThat(calls.get("/subjects/a/versions?deleted=true").body().toString()).isEqualTo("[2]");
  }

  @Test
  void deletedSchemaComesBackAsNewVersionWithItsOldId() {
    calls.register("a", V1);
    calls.delete("/subjects/a");

    assertThat(calls.register("a", V1).body().path("id").asInt()).isEqualTo(1);
    assertThat(calls.get("/subjects/a/versions").body().toString()).isEqualTo("[2]");
  }

  @Test
  void subjectNamesMayHoldAnyCharacter() {
    calls.register("a%2Fb+c%20d", V1);

    assertThat(calls.get("/subjects").body().get(0).asText()).isEqualTo("a/b+c d");
    assertThat(calls.get("/subjects/a%2Fb+c%20d/versions").body()).hasSize(1);
    assertThat(calls.get("/subjects?subjectPrefix=a%2F").body()).hasSize(1);
    assertThat(calls.get("/subjects?subjectPrefix=z").body()).isEmpty();
  }

  @Test
  void knowsAvroOnly() {
    assertThat(calls.get("/schemas/types").body().toString()).isEqualTo("[\"AVRO\"]");
    assertThat(calls.get("/").status()).isEqualTo(200);
  }
}
