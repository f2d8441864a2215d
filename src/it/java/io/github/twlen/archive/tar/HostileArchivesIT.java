// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

/** Includes the archives that take long. */
class HostileArchivesIT extends HostileArchivesTest {}
