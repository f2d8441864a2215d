// SPDX-License-Identifier: Apache-2.0
/**
 * Knows the sockets and sysctls of a host, and which remedy fits. Only the command line calls it;
 * it shares nothing with a rebuild.
 */
@NullMarked
package io.github.twlen.survey;

import org.jspecify.annotations.NullMarked;
