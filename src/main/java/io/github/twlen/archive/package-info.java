// SPDX-License-Identifier: Apache-2.0
/** Reading tar, xz and deb, and writing cpio, safely. */
@NullMarked
package io.github.twlen.archive;

import org.jspecify.annotations.NullMarked;
