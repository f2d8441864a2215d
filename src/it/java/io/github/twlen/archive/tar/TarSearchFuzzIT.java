// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

/** Runs all rounds of the unit test. */
class TarSearchFuzzIT extends TarSearchFuzzTest {}
