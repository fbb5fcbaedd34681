package io.ringrift.dataplane.contract.registry;

import org.apache.avro.Schema;

/**
 * A schema as a subject of the registry holds it.
 *
 * @param version within the subject, from 1
 * @param id across all subjects of the registry
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
