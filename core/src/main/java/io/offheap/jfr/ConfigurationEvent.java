package io.offheap.jfr;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.StackTrace;

/**
 * The options in force. Written at both ends of each chunk, because its hook also writes the
 * statistics there: a program may end before the first second is over.
 */
@Name("offheap.Configuration")
@Label("Off-Heap Configuration")
@Description(
    "The options in force, as given to the agent by -javaagent:offheap-agent.jar=key=value or by default")
@Period("everyChunk")
@StackTrace(false)
final class ConfigurationEvent extends OffHeapEvent {
  @Label("Limit")
  @Description("The most that may be committed; option limit")
  @DataAmount
  long limit;

  @Label("Chunk Size")
  @Description("What is committed at a time for blocks that are not large; follows from the limit")
  @DataAmount
  long chunkSize;

  @Label("Slab Size")
  @Description("The largest slab so far; smaller size classes have smaller ones")
  @DataAmount
  long slabSize;

  @Label("Page Size")
  @Description("What is committed and given back in multiples of")
  @DataAmount
  long pageSize;

  @Label("Huge Pages")
  @Description(
      "Whether the operating system backs chunks of 2 MiB and more with huge pages where it can, which makes first"
          + " touch cheaper; false also where that is not known, with the portable backend")
  boolean hugePages;

  @Label("Smallest Moved")
  @Description("Arrays with fewer bytes stay on the Java heap; option min")
  @DataAmount
  long min;

  @Label("Allocator")
  @Description("The allocator below the heap; option allocator")
  String allocator = "";

  @Label("When Exhausted")
  @Description("What happens when there is no memory within the limit; option exhausted")
  String exhausted = "";

  @Label("Backend")
  @Description("How memory is got from the operating system")
  String backend = "";

  @Label("Options")
  @Description("The options of the memory in one line, as the agent takes them")
  String options = "";
}
