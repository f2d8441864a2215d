// SPDX-License-Identifier: Apache-2.0
/**
 * Knows what this machine has and lacks for a run. It builds nothing and boots no kernel of a run.
 */
@NullMarked
package io.github.twlen.host;

import org.jspecify.annotations.NullMarked;
