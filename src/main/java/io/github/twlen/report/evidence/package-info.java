// SPDX-License-Identifier: Apache-2.0
/**
 * Writes a report in the formats of other programs: JUnit, KTAP, SLSA and CycloneDX. It knows only
 * the report.
 */
@NullMarked
package io.github.twlen.report.evidence;

import org.jspecify.annotations.NullMarked;
