package io.ringrift.dataplane.contract.serde;

import java.util.ArrayList;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * How records of one class are made: as its own data model does, but with plain lists.
 *
 * <p>Avro would make a {@code GenericData.Array}, whose {@code equals} throws for elements that
 * hold an optional timestamp, since it compares by a model that knows no conversions. Avro's reader
 * fills a list that it finds in a new record, so a new record gets one for each array field.
 */
final class ReadModel extends SpecificData {

  ReadModel(Class<?> type) {
    super(type.getClassLoader());
    for (Conversion<?> conversion : SpecificData.getForClass(type).getConversions()) {
      addLogicalTypeConversion(conversion);
    }
  }

  @Override
  public InstanceSupplier getNewRecordSupplier(Schema schema) {
    InstanceSupplier plain = super.getNewRecordSupplier(schema);
    int[] arrays =
        schema.getFields().stream()
            .filter(field -> field.schema().getType() == Schema.Type.ARRAY)
            .mapToInt(Schema.Field::pos)
            .toArray();
    if (arrays.length == 0) {
      return plain;
    }
    return (old, ofSchema) -> {
      Object made = plain.newInstance(old, ofSchema);
      if (made instanceof SpecificRecord record) {
        for (int position : arrays) {
          record.put(position, new ArrayList<>());
        }
      }
      return made;
    };
  }
}
