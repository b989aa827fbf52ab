package io.offheap.profiles.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser whose keys are pressed by a program, through the DevTools protocol. Every call waits
 * until the page has dealt with it.
 */
final class DevTools implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern ADDRESS = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");
  private static final Pattern TARGET = Pattern.compile("\"targetId\":\"([^\"]+)\"");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");

  private final Process browser;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private String session = "";

  /** Starts the browser of a process builder, which has all options but those of this. */
  DevTools(ProcessBuilder start, Path page) throws Exception {
    start.command().add("--remote-debugging-port=0");
    start.command().add("about:blank");
    browser = start.redirectErrorStream(true).start();
    try {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address(browser.inputReader()), new Answers())
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String target = find(TARGET, send("Target.createTarget", "\"url\":\"about:blank\""));
      session =
          find(
              SESSION,
              send("Target.attachToTarget", "\"targetId\":\"" + target + "\",\"flatten\":true"));
      send("Page.navigate", "\"url\":\"" + page.toUri() + "\"");
      await("document.readyState === 'complete' && location.protocol === 'file:'");
    } catch (Exception | Error e) {
      browser.destroyForcibly();
      throw e;
    }
  }

  /** Read from what the browser says; what it says after that is of no interest, but is read. */
  private static URI address(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (!matcher.find()) continue;
      Thread.ofVirtual().start(() -> output.lines().forEach(rest -> {}));
      return URI.create(matcher.group(1));
    }
    throw new IOException("the browser offers no DevTools");
  }

  /** The text of an expression's value. */
  String evaluate(String expression) throws Exception {
    String escaped = expression.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ');
    String answer =
        send(
            "Runtime.evaluate",
            "\"expression\":\"encodeURIComponent(String("
                + escaped
                + "))\",\"returnByValue\":true");
    Matcher value = VALUE.matcher(answer);
    if (answer.contains("exceptionDetails") || !value.find()) throw new IOException(answer);
    return URLDecoder.decode(value.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Waits until a condition holds. */
  void await(String condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!evaluate(condition).equals("true")) {
      if (System.nanoTime() - deadline > 0) throw new AssertionError("never: " + condition);
    }
  }

  /** Presses a key and lets it go, as a person would: {@code Tab}, {@code Enter}. */
  void press(String key) throws Exception {
    press(key, 0);
  }

  /** With Shift held. */
  void pressWithShift(String key) throws Exception {
    press(key, 8);
  }

  private void press(String key, int modifiers) throws Exception {
    int code =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "Escape" -> 27;
          case "End" -> 35;
          case "Home" -> 36;
          case "ArrowLeft" -> 37;
          case "ArrowUp" -> 38;
          case "ArrowRight" -> 39;
          case "ArrowDown" -> 40;
          default -> throw new IllegalArgumentException(key);
        };
    String common =
        "\"key\":\"%s\",\"code\":\"%s\",\"windowsVirtualKeyCode\":%d,\"modifiers\":%d"
            .formatted(key, key, code, modifiers);
    String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
    send("Input.dispatchKeyEvent", "\"type\":\"keyDown\"," + common + text);
    send("Input.dispatchKeyEvent", "\"type\":\"keyUp\"," + common);
  }

  /** Lets the page believe that the system is light or dark. */
  void prefer(String scheme) throws Exception {
    send(
        "Emulation.setEmulatedMedia",
        "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]");
  }

  private String send(String method, String parameters) throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<String> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    String to = session.isEmpty() ? "" : ",\"sessionId\":\"" + session + "\"";
    socket
        .sendText(
            "{\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":{"
                + parameters
                + "}"
                + to
                + "}",
            true)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text.contains("\"error\":{\"code\"")) throw new IOException(method + ": " + text);
    return text;
  }

  private static String find(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) throw new IOException(text);
    return matcher.group(1);
  }

  /** Ends the browser; that its folder can be deleted at once, waits until it is gone. */
  @Override
  public void close() {
    socket.abort();
    browser.destroyForcibly().onExit().join();
  }

  /** Hands each answer to who waits for it; events have no number and are dropped. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        Matcher id = ID.matcher(text);
        if (text.indexOf("{\"id\":") == 0 && id.find()) {
          CompletableFuture<String> answer = waiting.remove(Integer.parseInt(id.group(1)));
          if (answer != null) answer.complete(text.toString());
        }
        text.setLength(0);
      }
      return WebSocket.Listener.super.onText(from, data, last);
    }
  }
}
