package io.ringrift.dataplane.embedded.registry;

import java.util.Optional;

/** Compatibility levels and modes, for all subjects (empty subject) or for one. */
final class Policies {
  private final SchemaStore store;
  private final SchemaLog log;

  Policies(SchemaStore store, SchemaLog log) {
    this.store = store;
    this.log = log;
  }

  /**
   * @param orGlobal whether a subject without its own level answers with the one for all
   */
  CompatibilityLevel level(Optional<String> subject, boolean orGlobal) {
    Optional<CompatibilityLevel> own = store.level(subject);
    if (own.isPresent()) {
      return own.get();
    }
    if (subject.isPresent() && !orGlobal) {
      throw RegistryException.noSubjectLevel(subject.get());
    }
    return store.level(Optional.empty()).orElse(SchemaStore.DEFAULT_LEVEL);
  }

  void setLevel(Optional<String> subject, CompatibilityLevel level) {
    log.write(() -> Change.of(new SchemaRecord.Level(subject, Optional.of(level)), level));
  }

  /** Back to the default; returns the level that was set. */
  CompatibilityLevel clearLevel(Optional<String> subject) {
    return log.write(
        () -> {
          Optional<CompatibilityLevel> before = store.level(subject);
          if (before.isEmpty() && subject.isPresent()) {
            throw RegistryException.subjectNotFound(subject.get());
          }
          return Change.of(
              new SchemaRecord.Level(subject, Optional.empty()),
              before.orElse(SchemaStore.DEFAULT_LEVEL));
        });
  }

  /**
   * @param orGlobal whether a subject without its own mode answers with the one for all
   */
  Mode mode(Optional<String> subject, boolean orGlobal) {
    Optional<Mode> own = store.mode(subject);
    if (own.isPresent()) {
      return own.get();
    }
    if (subject.isPresent() && !orGlobal) {
      throw RegistryException.noSubjectMode(subject.get());
    }
    return store.mode(Optional.empty()).orElse(Mode.READWRITE);
  }

  void setMode(Optional<String> subject, Mode mode) {
    log.write(() -> Change.of(new SchemaRecord.ModeOf(subject, Optional.of(mode)), mode));
  }

  /** Back to the default; returns the mode that was set. */
  Mode clearMode(Optional<String> subject) {
    return log.write(
        () -> {
          Optional<Mode> before = store.mode(subject);
          if (before.isEmpty() && subject.isPresent()) {
            throw RegistryException.subjectNotFound(subject.get());
          }
          return Change.of(
              new SchemaRecord.ModeOf(subject, Optional.empty()), before.orElse(Mode.READWRITE));
        });
  }
}
