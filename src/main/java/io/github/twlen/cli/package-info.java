// SPDX-License-Identifier: Apache-2.0
/**
 * Parses the command line, calls one class, prints the result. It decides nothing that another
 * front end would need as well.
 */
@NullMarked
package io.github.twlen.cli;

import org.jspecify.annotations.NullMarked;
