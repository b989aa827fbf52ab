package io.offheap.jfr;

import jdk.jfr.Category;
import jdk.jfr.Event;

/** What all events of the project share. */
@Category("Off-Heap")
abstract class OffHeapEvent extends Event {}
