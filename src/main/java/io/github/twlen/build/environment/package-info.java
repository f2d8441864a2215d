// SPDX-License-Identifier: Apache-2.0
/**
 * Knows where a build runs: this host, a container, a Vagrant guest. It does not know what is built
 * there.
 */
@NullMarked
package io.github.twlen.build.environment;

import org.jspecify.annotations.NullMarked;
