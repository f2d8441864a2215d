// SPDX-License-Identifier: Apache-2.0
/**
 * Drives rpmbuild in a private {@code _topdir} and checks the packages it wrote. It leaves the
 * edits of a spec to {@code build.spec}.
 */
@NullMarked
package io.github.twlen.build.rpm;

import org.jspecify.annotations.NullMarked;
