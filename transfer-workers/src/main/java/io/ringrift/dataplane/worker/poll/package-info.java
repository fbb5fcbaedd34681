/**
 * From the priority topics to a running transfer: which topic is asked when ({@link
 * io.ringrift.dataplane.worker.poll.PollPlan}, pure), the two threads that ask, and the order of
 * steps that neither loses an operation nor holds one back ({@link
 * io.ringrift.dataplane.worker.poll.Intake}).
 */
package io.ringrift.dataplane.worker.poll;
