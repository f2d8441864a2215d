// SPDX-License-Identifier: Apache-2.0
/** Finds the network namespaces of a host, whose they are, and how their sysctls are set. */
@NullMarked
package io.github.twlen.survey.netns;

import org.jspecify.annotations.NullMarked;
