/**
 * One class per rule, listed in {@link io.ringrift.dataplane.streams.decision.rule.DecisionRules}.
 * A new rule is one class, one line there, one test; rules don't know one another.
 */
package io.ringrift.dataplane.streams.decision.rule;
