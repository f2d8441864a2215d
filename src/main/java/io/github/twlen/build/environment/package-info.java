// SPDX-License-Identifier: Apache-2.0
/** Runs build commands on this host, in a container or in a Vagrant guest. It knows no build. */
@NullMarked
package io.github.twlen.build.environment;

import org.jspecify.annotations.NullMarked;
