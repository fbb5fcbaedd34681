/**
 * A Kafka broker and a schema registry for development and tests: nothing to install but Java.
 *
 * <p>Start reading at {@link io.ringrift.dataplane.embedded.EmbeddedBroker} (in this JVM) or {@link
 * io.ringrift.dataplane.embedded.BrokerProcess} (as a child). Imports go one way: {@code process}
 * &lt;- {@code registry} &lt;- this package &lt;- {@code testing}.
 */
package io.ringrift.dataplane.embedded;
