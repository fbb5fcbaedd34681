package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.RegistryUnreachableException;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException.Cause;
import java.io.EOFException;
import java.io.IOException;
import org.apache.avro.AvroTypeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Confluent's deserializer throws SerializationException for a broken record and for a registry
 * that is down alike; this one tells them apart by the cause, as ours does. What isn't understood
 * counts as a registry that is down: waiting does no harm, a dead letter would.
 */
final class ConfluentDeserializer<T> implements Deserializer<T> {

  private static final int SCHEMA_NOT_FOUND = 40403;

  private final Deserializer<Object> genuine;
  private final Class<T> type;

  ConfluentDeserializer(Deserializer<Object> genuine, Class<T> type) {
    this.genuine = genuine;
    this.type = type;
  }

  @Override
  public T deserialize(String topic, byte[] bytes) {
    Object record;
    try {
      record = genuine.deserialize(topic, bytes);
    } catch (SerializationException e) {
      throw told(e);
    }
    if (record == null || type.isInstance(record)) {
      return type.cast(record);
    }
    throw new UndecodableRecordException(
        Cause.OTHER_TYPE, record.getClass().getName() + " is no " + type.getSimpleName(), null);
  }

  @Override
  public void close() {
    genuine.close();
  }

  private static RuntimeException told(SerializationException e) {
    Throwable cause = e.getCause();
    if (cause == null || cause instanceof SerializationException) {
      return new UndecodableRecordException(Cause.NOT_FRAMED, e.getMessage(), e);
    }
    if (cause.getClass().getSimpleName().equals("RestClientException")) {
      return errorCode(cause) == SCHEMA_NOT_FOUND
          ? new UndecodableRecordException(Cause.UNKNOWN_SCHEMA, e.getMessage(), e)
          : new RegistryUnreachableException(e.getMessage(), e);
    }
    if (cause instanceof AvroTypeException) {
      return new UndecodableRecordException(Cause.OTHER_TYPE, e.getMessage(), e);
    }
    boolean ofTheBody = cause instanceof EOFException || !(cause instanceof IOException);
    return ofTheBody
        ? new UndecodableRecordException(Cause.MALFORMED, e.getMessage() + ": " + cause, e)
        : new RegistryUnreachableException(e.getMessage() + ": " + cause, e);
  }

  private static int errorCode(Throwable restClientException) {
    try {
      return (Integer)
          restClientException.getClass().getMethod("getErrorCode").invoke(restClientException);
    } catch (ReflectiveOperationException | ClassCastException e) {
      return 0;
    }
  }
}
