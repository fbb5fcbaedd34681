package io.ringrift.dataplane.streams.decision;

/** Answers new data. Runs on the catalog, so that nothing is decided before the manifest knows. */
@FunctionalInterface
public interface ContentRule {

  Decision decide(ContentChange change, DecisionContext context);
}
