/**
 * The node file: one YAML file that says what the nodes are, read as a whole with all its faults at
 * once. Start with {@link io.ringrift.dataplane.streams.nodefile.NodeFile}. YAML and the model
 * only.
 */
package io.ringrift.dataplane.streams.nodefile;
