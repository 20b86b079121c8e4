package io.plumbline.conformance;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import io.plumbline.client.Actions;
import io.plumbline.client.EnvironmentException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between the contract's messages and JSON as cases have it: fields by the contract's names, those
 * that are absent left out; enums by the end of their names, {@code stop}; bytes that are texts, an
 * action's and an output's, as texts, others in hex.
 */
final class Trees {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Set<String> TEXTS = Set.of("action", "output");

  private Trees() {}

  /** A reply. */
  static ObjectNode of(MessageOrBuilder message) {
    ObjectNode tree = NODES.objectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        ArrayNode list = NODES.arrayNode();
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          list.add(value(field, message.getRepeatedField(field, i)));
        }
        tree.set(field.getName(), list);
      } else if (!field.hasPresence() || message.hasField(field)) {
        tree.set(field.getName(), value(field, message.getField(field)));
      }
    }
    return tree;
  }

  private static JsonNode value(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case INT -> NODES.numberNode((Integer) value);
      case LONG -> NODES.numberNode((Long) value);
      case FLOAT -> NODES.numberNode((Float) value);
      case DOUBLE -> NODES.numberNode((Double) value);
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case STRING -> NODES.stringNode((String) value);
      case BYTE_STRING ->
          NODES.stringNode(HexFormat.of().formatHex(((ByteString) value).toByteArray()));
      case ENUM -> NODES.stringNode(label((EnumValueDescriptor) value));
      case MESSAGE -> of((Message) value);
    };
  }

  private static String prefix(EnumValueDescriptor value) {
    String zero = value.getType().getValues().get(0).getName();
    return zero.substring(0, zero.length() - "UNSPECIFIED".length());
  }

  private static String label(EnumValueDescriptor value) {
    return value.getName().substring(prefix(value).length()).toLowerCase(Locale.ROOT);
  }

  /** Why a call, or an item of one, was refused: {@code error}, with the parts of its message. */
  static ObjectNode error(EnvironmentException e) {
    ObjectNode error = NODES.objectNode();
    error.put("code", e.code().name());
    error.put("message", String.valueOf(e.getMessage()));
    error.put("field", e.field());
    error.put("value", e.value());
    error.put("limit", e.limit());
    ObjectNode tree = NODES.objectNode();
    tree.set("error", error);
    return tree;
  }

  /** A message with these fields; {@code empty} has none. */
  @SuppressWarnings("unchecked") // a message's builder builds its like
  static <M extends Message> M fill(M empty, JsonNode fields) {
    return (M) filled(empty.newBuilderForType(), fields);
  }

  private static Message filled(Message.Builder builder, JsonNode fields) {
    for (Entry<String, JsonNode> entry : fields.properties()) {
      FieldDescriptor field = builder.getDescriptorForType().findFieldByName(entry.getKey());
      if (field == null) {
        throw new IllegalArgumentException(
            entry.getKey()
                + ": unknown (expected: a field of "
                + builder.getDescriptorForType().getName()
                + ")");
      }
      if (field.isRepeated()) {
        entry
            .getValue()
            .forEach(each -> builder.addRepeatedField(field, value(builder, field, each)));
      } else {
        builder.setField(field, value(builder, field, entry.getValue()));
      }
    }
    return builder.build();
  }

  private static Object value(Message.Builder builder, FieldDescriptor field, JsonNode value) {
    return switch (field.getJavaType()) {
      case INT -> value.intValue();
      case LONG -> value.longValue();
      case FLOAT -> value.floatValue();
      case DOUBLE -> value.doubleValue();
      case BOOLEAN -> value.booleanValue();
      case STRING -> value.stringValue();
      case BYTE_STRING ->
          TEXTS.contains(field.getName())
              ? Actions.utf8(value.stringValue())
              : ByteString.copyFrom(HexFormat.of().parseHex(value.stringValue()));
      case ENUM -> named(field, value.stringValue());
      case MESSAGE -> filled(builder.newBuilderForField(field), value);
    };
  }

  private static EnumValueDescriptor named(FieldDescriptor field, String label) {
    return field.getEnumType().getValues().stream()
        .filter(each -> label(each).equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(field.getName() + ": \"" + label + "\""));
  }
}
