/**
 * What a recording says and what the rules make of it: as a web page, as text, as JSON, as stacks.
 *
 * <p>The page is one file without any request to a network. All words and numbers are written here,
 * so that it can be read without scripts; the script draws charts from the data in the page, sorts
 * tables and lets the flame graph be walked. Each number on the page is a {@code data} element that
 * has the exact value and a key, so that a test can hold it against the recording.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles.report;
