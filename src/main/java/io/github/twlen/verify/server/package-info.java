// SPDX-License-Identifier: Apache-2.0
/**
 * A server that gets another kernel: its state, the installation, the restart. The state is always
 * read from the server.
 */
@NullMarked
package io.github.twlen.verify.server;

import org.jspecify.annotations.NullMarked;
