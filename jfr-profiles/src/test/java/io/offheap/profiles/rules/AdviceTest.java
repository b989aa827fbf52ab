package io.offheap.profiles.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AdviceTest {
  /** The agent's reasons, read from its source: the profiles do not depend on the agent. */
  private static final Path REASONS =
      Path.of("../agent/src/main/java/io/offheap/agent/verdict/Reason.java");

  @Test
  void everyReasonOfTheAgent_hasAdvice() throws IOException {
    List<String> reasons =
        Pattern.compile("^  ([A-Z_]+)[,;]?$", Pattern.MULTILINE)
            .matcher(Files.readString(REASONS))
            .results()
            .map(AdviceTest::first)
            .filter(reason -> !reason.equals("PROVED"))
            .toList();
    assertThat(reasons).hasSizeGreaterThan(20).allMatch(Advice::isKnown);
  }

  private static String first(MatchResult result) {
    return result.group(1);
  }

  @Test
  void unknownReason_pointsToItsDetail() {
    assertThat(Advice.of("FROM_THE_FUTURE")).contains("detail");
    assertThat(Advice.isKnown("FROM_THE_FUTURE")).isFalse();
  }
}
