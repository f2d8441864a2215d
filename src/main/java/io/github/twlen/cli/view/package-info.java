// SPDX-License-Identifier: Apache-2.0
/** Prints results as text for people and JSON for programs. It changes nothing. */
@NullMarked
package io.github.twlen.cli.view;

import org.jspecify.annotations.NullMarked;
