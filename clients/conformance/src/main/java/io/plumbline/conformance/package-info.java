/**
 * The conformance suite's cases, read and run against a server through the Java client.
 *
 * <p>May depend on the contract, the Java client and Jackson.
 */
@NullMarked
package io.plumbline.conformance;

import org.jspecify.annotations.NullMarked;
