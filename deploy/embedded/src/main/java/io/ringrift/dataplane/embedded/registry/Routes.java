package io.ringrift.dataplane.embedded.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Confluent Schema Registry API, path by path. */
final class Routes {
  private final Subjects subjects;
  private final Policies policies;

  Routes(Subjects subjects, Policies policies) {
    this.subjects = subjects;
    this.policies = policies;
  }

  Router router() {
    Router router = new Router().on("GET", "/", request -> Map.of());
    schemas(router);
    subjects(router);
    versions(router);
    compatibility(router);
    config(router);
    mode(router);
    return router;
  }

  private void schemas(Router router) {
    router
        .on("GET", "/schemas/types", request -> List.of("AVRO"))
        .on("GET", "/schemas/ids/{id}", request -> Map.of("schema", subjects.schema(request.id())))
        .on(
            "GET",
            "/schemas/ids/{id}/schema",
            request -> new RawJson(subjects.schema(request.id())))
        .on(
            "GET",
            "/schemas/ids/{id}/versions",
            request ->
                subjects.versionsOf(request.id(), request.flag("deleted")).stream()
                    .map(v -> Map.of("subject", v.subject(), "version", v.version()))
                    .toList())
        .on(
            "GET",
            "/schemas/ids/{id}/subjects",
            request ->
                subjects.versionsOf(request.id(), request.flag("deleted")).stream()
                    .map(SchemaRecord.Version::subject)
                    .distinct()
                    .toList());
  }

  private void subjects(Router router) {
    router
        .on(
            "GET",
            "/subjects",
            request ->
                subjects.names(
                    request.query().getOrDefault("subjectPrefix", ""), request.flag("deleted")))
        .on(
            "POST",
            "/subjects/{subject}",
            request ->
                view(subjects.lookup(request.subject(), request.schema(), request.flag("deleted"))))
        .on(
            "DELETE",
            "/subjects/{subject}",
            request -> subjects.delete(request.subject(), request.flag("permanent")));
  }

  private void versions(Router router) {
    router
        .on(
            "GET",
            "/subjects/{subject}/versions",
            request ->
                subjects.existing(request.subject(), request.flag("deleted")).stream()
                    .map(SchemaRecord.Version::version)
                    .toList())
        .on(
            "POST",
            "/subjects/{subject}/versions",
            request -> Map.of("id", subjects.register(request.subject(), request.schema())))
        .on("GET", "/subjects/{subject}/versions/{version}", request -> view(version(request)))
        .on(
            "GET",
            "/subjects/{subject}/versions/{version}/schema",
            request -> new RawJson(version(request).schema()))
        .on(
            "GET",
            "/subjects/{subject}/versions/{version}/referencedby",
            request -> {
              version(request);
              return List.of();
            })
        .on(
            "DELETE",
            "/subjects/{subject}/versions/{version}",
            request ->
                subjects.delete(request.subject(), request.version(), request.flag("permanent")));
  }

  private void compatibility(Router router) {
    router
        .on(
            "POST",
            "/compatibility/subjects/{subject}/versions",
            request -> verdict(request, subjects.faults(request.subject(), request.schema())))
        .on(
            "POST",
            "/compatibility/subjects/{subject}/versions/{version}",
            request ->
                verdict(
                    request,
                    subjects.faults(request.subject(), request.version(), request.schema())));
  }

  private void config(Router router) {
    for (String path : List.of("/config", "/config/{subject}")) {
      router
          .on(
              "GET",
              path,
              request ->
                  Map.of(
                      "compatibilityLevel",
                      policies.level(subject(request), request.flag("defaultToGlobal"))))
          .on(
              "PUT",
              path,
              request -> {
                CompatibilityLevel level =
                    CompatibilityLevel.parse(request.text("compatibility").orElse(""));
                policies.setLevel(subject(request), level);
                return Map.of("compatibility", level);
              })
          .on(
              "DELETE",
              path,
              request -> Map.of("compatibilityLevel", policies.clearLevel(subject(request))));
    }
  }

  private void mode(Router router) {
    for (String path : List.of("/mode", "/mode/{subject}")) {
      router
          .on(
              "GET",
              path,
              request ->
                  Map.of("mode", policies.mode(subject(request), request.flag("defaultToGlobal"))))
          .on(
              "PUT",
              path,
              request -> {
                Mode mode = Mode.parse(request.text("mode").orElse(""));
                policies.setMode(subject(request), mode);
                return Map.of("mode", mode);
              })
          .on("DELETE", path, request -> Map.of("mode", policies.clearMode(subject(request))));
    }
  }

  private SchemaRecord.Version version(Request request) {
    return subjects.version(request.subject(), request.version(), request.flag("deleted"));
  }

  private static Optional<String> subject(Request request) {
    return Optional.ofNullable(request.subject());
  }

  private static Map<String, Object> view(SchemaRecord.Version version) {
    return Map.of(
        "subject", version.subject(),
        "version", version.version(),
        "id", version.id(),
        "schema", version.schema());
  }

  private static Map<String, Object> verdict(Request request, List<String> faults) {
    return request.flag("verbose")
        ? Map.of("is_compatible", faults.isEmpty(), "messages", faults)
        : Map.of("is_compatible", faults.isEmpty());
  }
}
