/**
 * The transfer worker: {@link io.ringrift.dataplane.worker.WorkerApp} starts it, {@link
 * io.ringrift.dataplane.worker.WorkerModule} wires it. What it does is in {@code poll} (take work),
 * {@code execute} (carry it out), {@code transport} (move bytes) and {@code wire} (tell of it).
 */
package io.ringrift.dataplane.worker;
