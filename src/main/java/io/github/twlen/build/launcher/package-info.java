// SPDX-License-Identifier: Apache-2.0
/** Sets up compiler launchers: ccache, sccache, distcc, icecc. It knows no kernel. */
@NullMarked
package io.github.twlen.build.launcher;

import org.jspecify.annotations.NullMarked;
