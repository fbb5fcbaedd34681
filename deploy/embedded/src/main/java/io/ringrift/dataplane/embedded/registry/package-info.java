/**
 * A schema registry for development: the Confluent Schema Registry HTTP API over a compacted topic.
 *
 * <p>A request goes {@link io.ringrift.dataplane.embedded.registry.Routes} (which path means what)
 * -&gt; {@link io.ringrift.dataplane.embedded.registry.Subjects} or {@link
 * io.ringrift.dataplane.embedded.registry.Policies} (what should be written, and the answer) -&gt;
 * {@link io.ringrift.dataplane.embedded.registry.SchemaLog} (writes it and reads it back) -&gt;
 * {@link io.ringrift.dataplane.embedded.registry.SchemaStore} (the fold of everything read).
 */
package io.ringrift.dataplane.embedded.registry;
