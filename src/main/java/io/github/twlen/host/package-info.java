// SPDX-License-Identifier: Apache-2.0
/** Compares this host with what a run needs. It builds nothing and boots no kernel of a run. */
@NullMarked
package io.github.twlen.host;

import org.jspecify.annotations.NullMarked;
