/**
 * The rules inside JDK Mission Control: its parser's items become facts, the findings its results.
 *
 * <p>Found by the service file of {@code IRule}, in the application through the extension in {@code
 * plugin.xml}. Uses {@code facts} and {@code rules} and Mission Control's core; nothing of its user
 * interface.
 */
@org.jspecify.annotations.NullMarked
package io.offheap.profiles.jmc;
