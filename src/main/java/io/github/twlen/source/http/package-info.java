// SPDX-License-Identifier: Apache-2.0
/**
 * Downloads files: mirrors, proxies, resume, limits. It does not know what a file is for, nor
 * whether it is genuine.
 */
@NullMarked
package io.github.twlen.source.http;

import org.jspecify.annotations.NullMarked;
