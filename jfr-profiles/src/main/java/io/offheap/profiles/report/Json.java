package io.offheap.profiles.report;

/** Writes JSON, comma by comma. Objects and arrays must be closed by those who open them. */
final class Json {
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  Json object() {
    return open('{');
  }

  Json endObject() {
    return close('}');
  }

  Json array() {
    return open('[');
  }

  Json endArray() {
    return close(']');
  }

  /** The name of what follows. */
  Json name(String name) {
    separate();
    quote(name);
    text.append(':');
    first = true;
    return this;
  }

  Json value(String value) {
    separate();
    quote(value);
    return this;
  }

  Json value(long value) {
    separate();
    text.append(value);
    return this;
  }

  Json value(boolean value) {
    separate();
    text.append(value);
    return this;
  }

  /** A number; one that JSON cannot write is null. */
  Json value(double value) {
    separate();
    if (Double.isFinite(value)) text.append(value);
    else text.append("null");
    return this;
  }

  /** A text, a whole number or a fraction. */
  Json value(Object value) {
    if (value instanceof Long number) return value(number.longValue());
    if (value instanceof Double number) return value(number.doubleValue());
    return value(value.toString());
  }

  private Json open(char bracket) {
    separate();
    text.append(bracket);
    first = true;
    return this;
  }

  private Json close(char bracket) {
    text.append(bracket);
    first = false;
    return this;
  }

  private void separate() {
    if (!first) text.append(',');
    first = false;
  }

  /** Also safe within a script element of a web page. */
  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') text.append('\\').append(c);
      else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
        text.append("\\u%04x".formatted((int) c));
      } else text.append(c);
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
