/** Numbers and tables as people read them. */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles.text;
