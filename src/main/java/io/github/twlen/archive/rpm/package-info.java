// SPDX-License-Identifier: Apache-2.0
/** Reads RPM headers and payloads. It trusts no signature and runs no rpm. */
@NullMarked
package io.github.twlen.archive.rpm;

import org.jspecify.annotations.NullMarked;
