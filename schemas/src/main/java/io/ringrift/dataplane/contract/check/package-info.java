/**
 * What a record from outside must satisfy before the data plane acts on it. Avro says what shape a
 * record has; these checks say whether its content makes sense: ids, paths that stay below their
 * root, hashes, sizes, times.
 *
 * <p>Pure functions of the record and the time at which the broker took it: the same record is
 * judged alike live, in a replay, and by a client before it is sent. Each gives all faults at once,
 * and allocates nothing for a record without any.
 */
package io.ringrift.dataplane.contract.check;
