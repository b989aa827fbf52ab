package io.offheap.allocator;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Where each of the 32 conformance cases is tested; the table is checked against the classes. */
class ConformanceTest {
  private static final String CASES =
      """
       1 AlignmentTest.helpers_agreeWithTheOriginals
       1 AlignmentTest.alignment_thatIsNoPowerOfTwo_isRefused
       1 AlignmentTest.overflow_andNegativeValues_areRefused
       2 AlignmentTest.errors_haveATwoValuedForm
       2 BuddyByteAllocatorTest.overlap_isRefused
       2 BuddyByteAllocatorTest.wrongFrees_areRefused
       3 BuddyByteAllocatorTest.empty_refusesEverything
       4 BuddyByteAllocatorTest.threeBytes_takeEightBytesEach
       5 BuddyByteAllocatorTest.request_takesThePowerOfTwo
       6 BuddyByteAllocatorTest.everyAddress_isAMultipleOfItsBlock
       7 BuddyByteAllocatorTest.init_roundsInwardsToEight
       7 BuddyByteAllocatorTest.oddMemory_isCutAtAbsoluteAlignment
       8 BuddyByteAllocatorTest.orderLimit_isNotMergedPast
       9 BuddyByteAllocatorTest.adjacentMemory_isOneAtOnce
       9 BuddyByteAllocatorTest.oddMemory_isCutAtAbsoluteAlignment
      10 BuddyByteAllocatorTest.overlap_isRefused
      10 BuddyByteAllocatorTest.wrongFrees_areRefused
      10 BuddyByteAllocatorTest.memoryPastFourGiB_fromAddressZero
      10 WrongCallsTest.bytes
      11 StepCountTest.buddyFree_takesAsManySteps_whateverIsFree
      11 BuddyByteAllocatorTest.checkerboard_mergesBackToOne
      12 BuddyByteAllocatorTest.hundredPairs_haveTheSameAddress
      13 SlabSeedTest.oom
      13 SlabSeedTest.allocateDoubleUsize
      13 SlabSeedTest.allocateAndFreeDoubleUsize
      13 SlabSeedTest.reallocateDoubleUsize
      13 SlabSeedTest.allocateMultipleSizes
      13 SlabSeedTest.allocateOne4096Block
      13 SlabSeedTest.allocateMultiple4096Blocks
      13 SlabByteAllocatorTest.blockFreedLast_isNext
      14 SlabByteAllocatorTest.request_isRoutedBySizeAndAlignment
      15 SlabByteAllocatorTest.smallBlocks_comeFromTheTopOfAChunk
      15 SlabByteAllocatorTest.sixtyFiveBlocks_needASecondChunk
      16 SlabByteAllocatorTest.everyClass_isServedAtTheSameTime
      16 SlabByteAllocatorTest.chunks_returnToTheBuddy
      17 SlabByteAllocatorTest.largeRequests_goToTheBuddy
      18 SlabByteAllocatorTest.init_ofAWrongRange_isRefused
      18 SlabByteAllocatorTest.beforeInit_nothingIsServed
      18 SlabByteAllocatorTest.addMemory_checksItsRange
      18 SlabByteAllocatorTest.wrongFrees_areRefused
      18 WrongCallsTest.bytes
      19 TlsfByteAllocatorTest.init_countsWhatCanBeHad
      19 TlsfByteAllocatorTest.wholeMemory_isOneRequest
      19 TlsfByteAllocatorTest.firstBlock_isAtTheStart
      19 TlsfByteAllocatorTest.sizesInARow_lieCloseTogether
      19 TlsfByteAllocatorTest.smallBlocks_fillTheMemory
      19 TlsfByteAllocatorTest.threeTimes2000_doNotFitIn4096
      19 TlsfSeedTest.minimal
      19 TlsfSeedTest.aadd
      20 TlsfByteAllocatorTest.sizes_mapToTheListsOfTheOriginals
      20 TlsfByteAllocatorTest.searchedLists_holdOnlyBlocksThatFit
      21 TlsfByteAllocatorTest.middleOfThree_isTakenAgain
      22 TlsfByteAllocatorTest.memoryWithoutAGranule_isRefused
      22 TlsfByteAllocatorTest.adjacentMemory_isOneAtOnce
      22 TlsfSeedTest.append
      23 TlsfByteAllocatorTest.smallBlocks_fillTheMemory
      24 TlsfByteAllocatorTest.resize_growsIntoAFreeNeighbour
      24 TlsfSeedTest.ara
      24 ShadowModelTest.randomCalls_agreeWithTheModel
      25 BitmapPageAllocatorTest.onePage_ofTheOriginalTest
      25 BitmapPageAllocatorTest.twoGiB_ofTheOriginalTest
      25 BitmapPageAllocatorTest.init_roundsInwards
      25 BitmapPageAllocatorTest.wrongAlignment_isRefused
      25 BitmapPageAllocatorTest.wrongCounts_areRefused
      25 BitmapPageAllocatorTest.pagesAt_ofTheMeasuredRows
      25 BitmapPageAllocatorTest.lowestPage_isTakenFirst
      26 BitmapPageAllocatorTest.alignment_holdsForOnePageToo
      26 BitmapPageAllocatorTest.capacity_bounds
      26 PageAllocatorContractTest.wrongRequests_areRefused
      26 WrongCallsTest.pages
      27 BitmapPageAllocatorTest.doubleAndForeignFrees_freeNothing
      27 PageAllocatorContractTest.wrongFrees_freeNothing
      28 BitmapPageAllocatorTest.ranges_joinAndLeave
      29 BitSeedTest.bitalloc16
      29 BitSeedTest.bitalloc4k
      29 BitSeedTest.bitallocContiguous
      29 BitSeedTest.bitallocEmptyRangeNoop
      29 StepCountTest.pages_areSearchedByWords
      30 BitmapIdAllocatorTest.ids_ascend
      30 IdAllocatorContractTest.ids_ascendToTheLast
      30 IdAllocatorContractTest.fixedId_isTakenUntilFreed
      30 IdAllocatorContractTest.wrongRequests_areRefused
      30 IdAllocatorContractTest.wrongFrees_freeNothing
      30 WrongCallsTest.ids
      31 SharedByteAllocatorTest.emptyBlocks_doNotReachTheInnerAllocator
      31 SharedByteAllocatorTest.manyThreads_shareOneAllocator
      32 CollectionWorkloadsTest.collections_work
      32 ShadowModelTest.randomCalls_agreeWithTheModel
      """;

  @Test
  void everyCase_hasATestOfThatName() throws ClassNotFoundException {
    boolean[] covered = new boolean[33];
    List<String> missing = new ArrayList<>();
    for (String line : CASES.lines().toList()) {
      String test = line.substring(3);
      int dot = test.indexOf('.');
      Class<?> type = Class.forName(getClass().getPackageName() + "." + test.substring(0, dot));
      if (hasTest(type, test.substring(dot + 1))) {
        covered[Integer.parseInt(line.substring(0, 2).strip())] = true;
      } else {
        missing.add(test);
      }
    }
    assertThat(missing).isEmpty();
    for (int i = 1; i <= 32; i++) assertThat(covered[i]).as("case " + i).isTrue();
  }

  private static boolean hasTest(Class<?> type, String name) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> method.getName().equals(name) && isTest(method));
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
