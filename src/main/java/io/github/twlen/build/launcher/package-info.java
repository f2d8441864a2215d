// SPDX-License-Identifier: Apache-2.0
/** Knows compiler launchers: ccache, sccache, distcc, icecc. It does not know what is compiled. */
@NullMarked
package io.github.twlen.build.launcher;

import org.jspecify.annotations.NullMarked;
