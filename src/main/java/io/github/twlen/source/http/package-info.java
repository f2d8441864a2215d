// SPDX-License-Identifier: Apache-2.0
/**
 * Downloads files from mirrors, through proxies, with resume and limits. It does not verify them.
 */
@NullMarked
package io.github.twlen.source.http;

import org.jspecify.annotations.NullMarked;
