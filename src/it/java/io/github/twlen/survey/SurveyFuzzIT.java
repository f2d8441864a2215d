// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/** Runs all rounds of the unit test. */
class SurveyFuzzIT extends SurveyFuzzTest {}
