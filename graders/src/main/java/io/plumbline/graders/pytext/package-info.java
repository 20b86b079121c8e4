/**
 * Text as Python 3.11 sees it: white space, word characters, digits and lower-casing by code point.
 *
 * <p>In that Python's Unicode 14.0 on every JDK. Depends on nothing but the JDK.
 */
@NullMarked
package io.plumbline.graders.pytext;

import org.jspecify.annotations.NullMarked;
