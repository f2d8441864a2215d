// SPDX-License-Identifier: Apache-2.0
/** Inspects the host for a planned run and reports findings. It changes nothing but its cache. */
@NullMarked
package io.github.twlen.host.doctor;

import org.jspecify.annotations.NullMarked;
