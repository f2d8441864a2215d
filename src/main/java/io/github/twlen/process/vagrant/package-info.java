/** Guests that Vagrant starts, and the way into them: for those who build there and who measure. */
@NullMarked
package io.github.twlen.process.vagrant;

import org.jspecify.annotations.NullMarked;
