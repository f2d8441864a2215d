// SPDX-License-Identifier: Apache-2.0
/** Runs a guest from a disk image with cloud-init, without Vagrant. */
@NullMarked
package io.github.twlen.verify.image;

import org.jspecify.annotations.NullMarked;
