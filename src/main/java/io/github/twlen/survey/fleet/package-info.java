// SPDX-License-Identifier: Apache-2.0
/** Surveys many hosts at once, and writes what Prometheus reads. */
@NullMarked
package io.github.twlen.survey.fleet;

import org.jspecify.annotations.NullMarked;
