package io.offheap.agent.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentOptionsTest {
  @TempDir Path folder;

  private static AgentOptions parse(String arguments) throws OptionException {
    return AgentOptions.parse(arguments, Map.of());
  }

  @Test
  void nothingGiven_everyOptionHasItsDefault() throws OptionException {
    AgentOptions options = AgentOptions.parse(null, Map.of("java.home", "/x"));

    assertThat(options)
        .isEqualTo(new AgentOptions(0, "heap", null, null, false, false, -1, true, null, false));
  }

  @Test
  void everyOption_isRead() throws Exception {
    Path sites = Files.createFile(folder.resolve("sites"));
    Path verdicts = folder.resolve("verdicts");

    AgentOptions options =
        parse(
            "limit=64m,allocator=buddy,sites="
                + sites
                + ",verdicts="
                + verdicts
                + ",strict=true,exhausted=fail,min=0,native=off,dump="
                + folder
                + ",help");

    assertThat(options)
        .isEqualTo(
            new AgentOptions(
                64L << 20, "buddy", sites, verdicts, true, true, 0, false, folder, true));
  }

  @ParameterizedTest
  @CsvSource({
    "65536, 65536",
    "64k, 65536",
    "64K, 65536",
    "512m, 536870912",
    "4g, 4294967296",
    "2T, 2199023255552",
    "9223372036854775807, 9223372036854775807"
  })
  void sizes_areRead(String text, long bytes) throws OptionException {
    assertThat(parse("limit=" + text).limitBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "abc",
    "0",
    "''",
    "-1",
    "1.5g",
    "k",
    "12q",
    "9223372036854775808",
    "9007199254740992k",
    "10000000t"
  })
  void limitThatIsNoUsableSize_isRefused(String text) {
    assertThatThrownBy(() -> parse("limit=" + text))
        .isInstanceOf(OptionException.class)
        .hasMessage(
            "offheap: limit=" + text + ": expected a size of 64k or more, such as 512m or 4g");
  }

  @Test
  void wrongChoices_nameWhatIsAllowed() {
    assertThatThrownBy(() -> parse("strict=yes"))
        .hasMessage("offheap: strict=yes: expected true or false");
    assertThatThrownBy(() -> parse("exhausted=panic"))
        .hasMessage("offheap: exhausted=panic: expected heap or fail");
    assertThatThrownBy(() -> parse("native=on"))
        .hasMessage("offheap: native=on: expected auto or off");
    assertThatThrownBy(() -> parse("min=-1"))
        .hasMessage("offheap: min=-1: expected a size such as 0, 512 or 8k");
    assertThatThrownBy(() -> parse("allocator="))
        .hasMessage("offheap: allocator=: expected the name of an allocator");
  }

  @Test
  void unknownKey_isNamedWithAllThatAreKnown() {
    assertThatThrownBy(() -> parse("limit=1m,colour=red"))
        .hasMessageStartingWith("offheap: unknown option 'colour'; known are limit, allocator, ");
    assertThatThrownBy(() -> AgentOptions.parse("", Map.of("offheap.colour", "red")))
        .hasMessageStartingWith("offheap: unknown option 'colour'");
  }

  @Test
  void pathsThatCannotBeUsed_areRefused() {
    assertThatThrownBy(() -> parse("sites=" + folder.resolve("none")))
        .hasMessage("offheap: sites=" + folder.resolve("none") + ": there is no such file");
    assertThatThrownBy(() -> parse("verdicts=" + folder))
        .hasMessage("offheap: verdicts=" + folder + ": a file is expected, this is a folder");
    assertThatThrownBy(() -> parse("verdicts=" + folder.resolve("no/file")))
        .hasMessage(
            "offheap: verdicts="
                + folder.resolve("no/file")
                + ": its folder does not exist or cannot be written");
    assertThatThrownBy(() -> parse("sites=")).hasMessage("offheap: sites=: expected a path");
  }

  @Test
  void systemProperties_areReadAndTheOptionWins() throws OptionException {
    Map<String, String> properties =
        Map.of("offheap.limit", "1m", "offheap.min", "64", "user.dir", "x");

    AgentOptions options = AgentOptions.parse("limit=2m", properties);

    assertThat(options.limitBytes()).isEqualTo(2L << 20);
    assertThat(options.minBytes()).isEqualTo(64);
  }
}
