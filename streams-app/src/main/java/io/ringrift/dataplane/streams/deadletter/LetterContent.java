package io.ringrift.dataplane.streams.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.JsonFault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;

/**
 * What is inside a letter, decoded as far as it can be.
 *
 * @param form {@code none}, {@code avro}, {@code json}, {@code text} or {@code bytes}
 * @param value the record or JSON; null for the other forms
 * @param text for people; of bytes the beginning in hex
 * @param remark why it isn't decoded further; null: it is
 */
public record LetterContent(String form, JsonNode value, String text, String remark) {
  private static final int SHOWN_BYTES = 256;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Decodes the value by the topic that it came from. */
  public static LetterContent of(Letter letter, Topics topics) {
    byte[] bytes = letter.record().value();
    if (bytes == null) {
      return new LetterContent("none", null, "no value", null);
    }
    String remark = "the catalogue has no topic " + letter.topic();
    for (Topic<?> topic : topics.all()) {
      if (topic.name().equals(letter.topic())) {
        try {
          Object value = topic.value().deserializer().deserialize(topic.name(), bytes);
          if (value instanceof SpecificRecord record) {
            JsonNode json = AvroJson.object(record);
            return new LetterContent("avro", json, json.toPrettyString(), null);
          }
          remark = null;
        } catch (KafkaException e) {
          remark = e.getMessage();
        }
      }
    }
    return plain(bytes, remark);
  }

  private static LetterContent plain(byte[] bytes, String remark) {
    String text = text(bytes);
    if (text == null) {
      return new LetterContent("bytes", null, hex(bytes), remark);
    }
    try {
      JsonNode json = JSON.readTree(text);
      return json.isContainerNode()
          ? new LetterContent("json", json, json.toPrettyString(), remark)
          : new LetterContent("text", null, text, remark);
    } catch (JsonProcessingException e) {
      return new LetterContent(
          "text", null, text, remark == null ? "no JSON " + JsonFault.of(e) : remark);
    }
  }

  /** Null if it isn't text. */
  private static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c))
          ? text
          : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String hex(byte[] bytes) {
    String shown =
        HexFormat.ofDelimiter(" ")
            .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES)));
    StringBuilder text = new StringBuilder(shown);
    if (bytes.length > SHOWN_BYTES) {
      text.append(" ... (").append(bytes.length).append(" bytes)");
    }
    if (bytes.length >= 5 && bytes[0] == 0) {
      text.append("\nframed: schema id ").append(ByteBuffer.wrap(bytes, 1, 4).getInt());
    }
    return text.toString();
  }
}
