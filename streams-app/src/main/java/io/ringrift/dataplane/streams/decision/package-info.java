/**
 * What should be true: rules answer events with needs, and needs choose data. Pure: values in,
 * values out, time as an argument; {@code topology.DecisionStage} carries out what is returned.
 *
 * <p>Start with {@link io.ringrift.dataplane.streams.decision.rule.DecisionRules}, the policy on
 * one screen, then {@link io.ringrift.dataplane.streams.decision.NeedLifecycle}.
 */
package io.ringrift.dataplane.streams.decision;
