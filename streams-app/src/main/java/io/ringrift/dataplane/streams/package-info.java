/**
 * The shell of the streams application: settings, start, stop. {@link
 * io.ringrift.dataplane.streams.DataPlaneApp} wires everything and is imported by nothing.
 */
package io.ringrift.dataplane.streams;
